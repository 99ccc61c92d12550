import Foundation
import Logits

/// The report of `logits evaluate`.
struct EvaluationReport: Report {
  let summary: EvaluationSummary
  let classes: Int
  let throughput: Throughput

  private var perplexity: Double { exp(summary.loss) }
  private var bitsPerToken: Double { summary.loss / log(2) }

  /// Without top 1, which is the accuracy, and without those that include all
  /// classes.
  private var topAccuracies: [(k: Int, accuracy: Double)] {
    zip(summary.topK, summary.topAccuracies)
      .filter { $0.0 > 1 && $0.0 < classes }
      .map { (k: $0.0, accuracy: $0.1) }
  }

  var fields: [String: JSONField] {
    var fields = throughput.fields
    let (loss, accuracy) = (summary.lossInterval, summary.accuracyInterval)
    let figures: [String: JSONField] = [
      "samples": .count(summary.samples),
      "ignoredSamples": .count(summary.ignoredSamples),
      "classes": .count(classes),
      "loss": .number(summary.loss),
      "lossStandardError": .number(summary.lossStandardError),
      "lossInterval": .interval(lower: loss.lower, upper: loss.upper),
      "perplexity": .number(perplexity),
      "bitsPerToken": .number(bitsPerToken),
      "accuracy": .number(summary.accuracy),
      "accuracyStandardError": .number(summary.accuracyStandardError),
      "accuracyInterval": .interval(
        lower: accuracy.lower, upper: accuracy.upper),
      "expectedCalibrationError": .number(summary.expectedCalibrationError),
      "brier": .number(summary.brier),
      "meanEntropy": .number(summary.meanEntropy),
    ]
    fields.merge(figures) { $1 }
    for (k, accuracy) in zip(summary.topK, summary.topAccuracies) {
      fields["top\(k)Accuracy"] = .number(accuracy)
    }
    return fields
  }

  var lines: [TextLine] {
    let (loss, accuracy) = (summary.lossInterval, summary.accuracyInterval)
    var lines: [TextLine] = [("samples", "\(summary.samples)")]
    if summary.ignoredSamples > 0 {
      lines.append(("ignored", "\(summary.ignoredSamples)"))
    }
    lines += [
      ("classes", "\(classes)"),
      ("cross-entropy", decimal(summary.loss, 6) + " nats (mean)"),
      (
        "",
        "95 %: \(decimal(loss.lower, 6)) to \(decimal(loss.upper, 6)), standard "
          + "error \(decimal(summary.lossStandardError, 6))"
      ),
      ("perplexity", decimal(perplexity, 6)),
      ("bits per token", decimal(bitsPerToken, 6)),
      ("accuracy", percent(summary.accuracy)),
      ("", "95 %: \(percent(accuracy.lower)) to \(percent(accuracy.upper))"),
    ]
    lines += topAccuracies.map { ("top \($0.k)", percent($0.accuracy)) }
    lines += [
      ("calibration error", percent(summary.expectedCalibrationError)),
      ("Brier score", decimal(summary.brier, 6)),
      ("entropy", decimal(summary.meanEntropy, 6) + " nats (mean)"),
    ]
    return lines + throughput.lines
  }

  /// The HTML report.
  func page(title: String, _ details: ReportDetails) -> String {
    func interval(
      _ interval: (lower: Double, upper: Double), _ text: (Double) -> String
    ) -> String {
      "95 %: \(text(interval.lower)) – \(text(interval.upper))"
    }
    var figures: [ReportPage.Figure] = [
      (
        "Cross-entropy", decimal(summary.loss, 4),
        interval(summary.lossInterval) { decimal($0, 3) }
      ),
      ("Perplexity", decimal(perplexity, 4), ""),
      ("Bits per token", decimal(bitsPerToken, 4), ""),
      (
        "Accuracy", percent(summary.accuracy),
        interval(summary.accuracyInterval) { decimal($0 * 100, 1) }
      ),
    ]
    figures += topAccuracies.map { ("Top \($0.k)", percent($0.accuracy), "") }
    figures += [
      (
        "Calibration error", percent(summary.expectedCalibrationError),
        "\(summary.calibration.count) bins"
      ),
      ("Brier score", decimal(summary.brier, 4), ""),
      ("Mean entropy", decimal(summary.meanEntropy, 4), "nats"),
    ]
    return ReportPage.html(
      title: title, figures: figures, calibration: summary.calibration,
      details: details)
  }
}
