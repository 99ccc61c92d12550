import Foundation
import Logits

/// What `logits evaluate` prints.
struct EvaluationReport {
  let summary: EvaluationSummary
  let classes: Int
  let speed: Speed

  private var perplexity: Double { exp(summary.loss) }
  private var bitsPerToken: Double { summary.loss / log(2) }

  /// Those that the accuracy and the number of classes do not say already.
  private var topAccuracies: [(k: Int, accuracy: Double)] {
    zip(summary.topK, summary.topAccuracies)
      .filter { $0.0 > 1 && $0.0 < classes }
      .map { (k: $0.0, accuracy: $0.1) }
  }

  func json() throws -> String {
    var fields = speed.fields
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
    return try fields.json()
  }

  func text() -> String {
    var report = TextReport()
    let (loss, accuracy) = (summary.lossInterval, summary.accuracyInterval)
    report.add("samples", "\(summary.samples)")
    if summary.ignoredSamples > 0 {
      report.add("ignored", "\(summary.ignoredSamples)")
    }
    report.add("classes", "\(classes)")
    report.add("cross-entropy", decimal(summary.loss, 6) + " nats (mean)")
    report.add(
      "",
      "95 %: \(decimal(loss.lower, 6)) to \(decimal(loss.upper, 6)), standard "
        + "error \(decimal(summary.lossStandardError, 6))")
    report.add("perplexity", decimal(perplexity, 6))
    report.add("bits per token", decimal(bitsPerToken, 6))
    report.add("accuracy", percent(summary.accuracy))
    report.add(
      "", "95 %: \(percent(accuracy.lower)) to \(percent(accuracy.upper))")
    for (k, accuracy) in topAccuracies {
      report.add("top \(k)", percent(accuracy))
    }
    report.add(
      "calibration error", percent(summary.expectedCalibrationError))
    report.add("Brier score", decimal(summary.brier, 6))
    report.add("entropy", decimal(summary.meanEntropy, 6) + " nats (mean)")
    speed.add(to: &report)
    return report.text
  }

  /// The page for `--report`.
  func page(title: String, _ details: ReportDetails) -> String {
    func interval(
      _ interval: (lower: Double, upper: Double), _ text: (Double) -> String
    ) -> String {
      "95 %: \(text(interval.lower)) – \(text(interval.upper))"
    }
    var figures = [
      ReportFigure(
        name: "Cross-entropy", value: decimal(summary.loss, 4),
        note: interval(summary.lossInterval) { decimal($0, 3) }),
      ReportFigure(name: "Perplexity", value: decimal(perplexity, 4)),
      ReportFigure(name: "Bits per token", value: decimal(bitsPerToken, 4)),
      ReportFigure(
        name: "Accuracy", value: percent(summary.accuracy),
        note: interval(summary.accuracyInterval) { decimal($0 * 100, 1) }),
    ]
    for (k, accuracy) in topAccuracies {
      figures.append(
        ReportFigure(name: "Top \(k)", value: percent(accuracy)))
    }
    figures += [
      ReportFigure(
        name: "Calibration error",
        value: percent(summary.expectedCalibrationError),
        note: "\(summary.calibration.count) bins"),
      ReportFigure(name: "Brier score", value: decimal(summary.brier, 4)),
      ReportFigure(
        name: "Mean entropy", value: decimal(summary.meanEntropy, 4),
        note: "nats"),
    ]
    let bins = summary.calibration.map {
      ReliabilityBin(
        lower: $0.lower, upper: $0.upper, count: $0.samples,
        meanConfidence: $0.meanConfidence, accuracy: $0.accuracy)
    }
    return ReportPage(
      title: title, figures: figures, reliability: bins, details: details
    ).html()
  }
}
