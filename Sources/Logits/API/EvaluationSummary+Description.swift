extension EvaluationSummary: CustomStringConvertible {
  /// The figures, a line each, as `logits evaluate` prints them.
  ///
  /// Figures that there is nothing to compute from are "n/a".
  public var description: String { aligned(countLines() + figureLines()) }
}

extension EvaluationSummary {
  /// What stands for NaN in the figures.
  package var text: FigureText { FigureText(hasNaN: nonFiniteSamples > 0) }

  /// The lines that say what has been counted.
  package func countLines(firstNonFiniteRow row: Int? = nil) -> [TextLine] {
    var lines = [("samples", "\(samples)")]
    if ignoredSamples > 0 { lines.append(("ignored", "\(ignoredSamples)")) }
    if samples == 0 {
      lines.append(("", Self.noSamples(ignored: ignoredSamples)))
    }
    if nonFiniteSamples > 0 {
      let place = row.map { ", the first in row \($0)" } ?? ""
      lines += [
        ("not finite", "\(nonFiniteSamples)\(place)"),
        ("", "logits with NaN or +inf, or nothing but -inf: never correct"),
      ]
    }
    return lines
  }

  /// Why there are no figures.
  package static func noSamples(ignored: Int) -> String {
    ignored > 0 ? "no sample is left: all are ignored" : "there are no samples"
  }

  /// The lines of what has been computed.
  ///
  /// Top 1, which is the accuracy, is left out, and so are those that hold all
  /// classes.
  ///
  /// - Parameters:
  ///   - classes: How many there are.
  ///   - calibration: More lines about it.
  /// - Returns: The lines.
  package func figureLines(
    classes: Int = .max, calibration: [TextLine] = []
  ) -> [TextLine] {
    let text = text
    let loss = text.interval(lossInterval) { decimal($0, 6) }
    let error = text.number(lossStandardError, 6)
    let tops = topAccuracies(below: classes).map {
      (name: "top \($0.k)", value: text.percent($0.accuracy))
    }
    return [
      ("cross-entropy", text.number(self.loss, 6, unit: " nats (mean)")),
      ("", "\(loss), standard error \(error)"),
      ("perplexity", text.number(perplexity, 6)),
      ("bits per token", text.number(bitsPerToken, 6)),
      ("accuracy", text.percent(accuracy)),
      ("", text.interval(accuracyInterval, text.percent)),
    ] + tops + [
      ("calibration error", text.percent(expectedCalibrationError))
    ] + calibration + [
      ("Brier score", text.number(brier, 6)),
      ("entropy", text.number(meanEntropy, 6, unit: " nats (mean)")),
    ]
  }

  package func topAccuracies(
    below classes: Int
  ) -> [(k: Int, accuracy: Double)] {
    zip(topK, topAccuracies).filter { $0.0 > 1 && $0.0 < classes }
      .map { (k: $0.0, accuracy: $0.1) }
  }
}
