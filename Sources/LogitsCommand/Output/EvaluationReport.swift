import Logits

/// The report of `logits evaluate`.
struct EvaluationReport: Report {
  let summary: EvaluationSummary
  let calibration: CalibrationFigures
  let firstNonFiniteRow: Int?
  let classes: Int
  /// How the files are read, where that is not plain.
  let inputLines: [TextLine]
  /// Figures that someone asked for.
  var more: [any Report] = []
  /// `nil` for figures that are not of this run.
  let throughput: Throughput?

  var fields: [String: JSONField] {
    var fields = throughput?.fields ?? [:]
    let (loss, accuracy) = (summary.lossInterval, summary.accuracyInterval)
    let figures: [String: JSONField] = [
      "samples": .count(summary.samples),
      "ignoredSamples": .count(summary.ignoredSamples),
      "nonFiniteSamples": .count(summary.nonFiniteSamples),
      "classes": .count(classes),
      "loss": .number(summary.loss),
      "lossStandardError": .number(summary.lossStandardError),
      "lossInterval": .interval(lower: loss.lower, upper: loss.upper),
      "perplexity": .number(summary.perplexity),
      "bitsPerToken": .number(summary.bitsPerToken),
      "accuracy": .number(summary.accuracy),
      "accuracyStandardError": .number(summary.accuracyStandardError),
      "accuracyInterval": .interval(
        lower: accuracy.lower, upper: accuracy.upper),
      "expectedCalibrationError": .number(summary.expectedCalibrationError),
      "brier": .number(summary.brier),
      "meanEntropy": .number(summary.meanEntropy),
    ]
    fields.merge(figures) { $1 }
    fields.merge(calibration.fields(summary)) { $1 }
    for report in more { fields.merge(report.fields) { $1 } }
    fields["firstNonFiniteRow"] = firstNonFiniteRow.map { .count($0) }
    for (k, accuracy) in zip(summary.topK, summary.topAccuracies) {
      fields["top\(k)Accuracy"] = .number(accuracy)
    }
    return fields
  }

  var lines: [TextLine] {
    summary.countLines(firstNonFiniteRow: firstNonFiniteRow)
      + [("classes", "\(classes)")] + inputLines
      + summary.figureLines(
        classes: classes, calibration: calibration.lines(summary))
      + more.flatMap(\.lines) + (throughput?.lines ?? [])
  }

  /// The HTML report, with a temperature that was found, and sequences.
  func page(
    title: String, _ details: ReportDetails, _ fit: TemperatureFit?,
    _ sequences: SequenceFigures?
  ) -> String {
    let text = summary.text
    func interval(
      _ interval: (lower: Double, upper: Double), _ number: (Double) -> String
    ) -> String {
      text.interval(interval, between: " – ", number)
    }
    var figures: [ReportPage.Figure] = [
      (
        "Cross-entropy", text.number(summary.loss, 4),
        interval(summary.lossInterval) { decimal($0, 3) }
      ),
      ("Perplexity", text.number(summary.perplexity, 4), ""),
      ("Bits per token", text.number(summary.bitsPerToken, 4), ""),
      (
        "Accuracy", text.percent(summary.accuracy),
        interval(summary.accuracyInterval) { decimal($0 * 100, 1) }
      ),
    ]
    figures += summary.topAccuracies(below: classes).map {
      ("Top \($0.k)", text.percent($0.accuracy), "")
    }
    figures += [
      (
        "Calibration error", text.percent(summary.expectedCalibrationError),
        "\(summary.calibration.count) bins"
      ),
      ("Brier score", text.number(summary.brier, 4), ""),
      ("Mean entropy", text.number(summary.meanEntropy, 4), "nats"),
    ]
    if let row = firstNonFiniteRow {
      figures.append(
        ("Not finite", "\(summary.nonFiniteSamples)", "first in row \(row)"))
    }
    return ReportPage.html(
      title: title, figures: figures,
      calibration: calibration.diagram(summary),
      fitted: fit.map { ($0.temperature, $0.diagram) },
      sequences: sequences.map { SequenceTable(figures: $0).html() },
      details: details)
  }
}
