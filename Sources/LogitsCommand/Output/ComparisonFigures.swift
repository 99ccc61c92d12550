import Foundation
import Logits

/// The figures of one model and the base.
struct ComparisonFigures {
  private static let levels: [(name: String, key: String, level: Double)] = [
    ("median", "medianDivergence", 0.5),
    ("90 %", "divergence90", 0.9),
    ("95 %", "divergence95", 0.95),
    ("99 %", "divergence99", 0.99),
    ("99.9 %", "divergence999", 0.999),
    ("maximum", "maximumDivergence", 1),
  ]

  /// The other model's name.
  let name: String
  let comparison: Comparison
  let classes: Int
  let hasLabels: Bool
  /// Those of the divergence, by their names.
  let quantiles: [(name: String, key: String, value: Double)]

  init(
    name: String, comparison: Comparison, classes: Int, hasLabels: Bool
  ) {
    self.name = name
    self.comparison = comparison
    self.classes = classes
    self.hasLabels = hasLabels
    let values = comparison.divergences.quantiles(Self.levels.map(\.level))
    quantiles = zip(Self.levels, values).map { ($0.name, $0.key, $1) }
  }

  var text: FigureText { FigureText(hasNaN: comparison.nonFiniteSamples > 0) }

  var sameTopRate: Double {
    Double(comparison.samePredictions) / Double(comparison.samples)
  }

  private var sameTopStandardError: Double {
    (sameTopRate * (1 - sameTopRate) / Double(comparison.samples)).squareRoot()
  }

  /// For each k, the share of the top k of the base that are among those of the
  /// other model.
  private var overlaps: [(k: Int, share: Double)] {
    zip(comparison.topK, comparison.commonClasses).map { k, count in
      (k, Double(count) / Double(comparison.samples) / Double(min(k, classes)))
    }
  }

  /// Without that of the prediction, and those of all classes.
  var shownOverlaps: [(k: Int, share: Double)] {
    overlaps.filter { 2..<max(classes, 2) ~= $0.k }
  }

  private var models: [(name: String, summary: EvaluationSummary)] {
    hasLabels ? [("base", comparison.base), ("other", comparison.other)] : []
  }

  // MARK: - As JSON

  var fields: [String: JSONField] {
    var fields: [String: JSONField] = [
      "samples": .count(comparison.samples),
      "nonFiniteSamples": .count(comparison.nonFiniteSamples),
      "sameTopRate": .number(sameTopRate),
      "sameTopStandardError": .number(sameTopStandardError),
    ]
    fields["firstNonFiniteRow"] = comparison.firstNonFiniteRow.map {
      .count($0)
    }
    func add(_ mean: SampledMean, _ name: String, _ errorName: String) {
      fields["mean\(name)"] = .number(mean.mean)
      fields["\(errorName)StandardError"] = .number(mean.standardError)
    }
    add(comparison.divergences.mean, "Divergence", "divergence")
    add(
      comparison.reverseDivergence, "ReverseDivergence", "reverseDivergence")
    add(comparison.jensenShannon, "JensenShannon", "jensenShannon")
    for quantile in quantiles {
      fields[quantile.key] = .number(quantile.value)
    }
    for (k, share) in overlaps { fields["top\(k)Overlap"] = .number(share) }
    for (name, summary) in models {
      fields["\(name)Loss"] = .number(summary.loss)
      fields["\(name)LossStandardError"] = .number(summary.lossStandardError)
      fields["\(name)Perplexity"] = .number(summary.perplexity)
      fields["\(name)Accuracy"] = .number(summary.accuracy)
    }
    guard hasLabels else { return fields }
    let difference = comparison.lossDifference
    let interval = difference.interval
    fields["ignoredSamples"] = .count(comparison.base.ignoredSamples)
    fields["lossDifference"] = .number(difference.mean)
    fields["lossDifferenceStandardError"] = .number(difference.standardError)
    fields["lossDifferenceInterval"] = .interval(
      lower: interval.lower, upper: interval.upper)
    fields["perplexityRatio"] = .number(exp(difference.mean))
    return fields
  }

  // MARK: - As text

  var countLines: [TextLine] {
    let samples = comparison.samples
    let ignored = comparison.base.ignoredSamples
    var lines: [TextLine] = [("samples", "\(samples)")]
    if ignored > 0 { lines.append(("ignored", "\(ignored)")) }
    if samples == 0 {
      lines.append(("", EvaluationSummary.noSamples(ignored: ignored)))
    }
    return lines
  }

  var nonFiniteLines: [TextLine] {
    guard let row = comparison.firstNonFiniteRow else { return [] }
    let count = comparison.nonFiniteSamples
    return [("not finite", "\(count), the first in row \(row)")]
  }

  /// The figures of the base alone.
  var baseLines: [TextLine] { models.prefix(1).flatMap(lines(of:_:)) }

  var lines: [TextLine] {
    let text = text
    let error = text.percent(sameTopStandardError)
    return [line("divergence", comparison.divergences.mean, "mean KL")]
      + quantiles.map { ("  \($0.name)", text.significant($0.value)) }
      + [
        line("reverse", comparison.reverseDivergence, "mean KL"),
        line("Jensen-Shannon", comparison.jensenShannon, "mean"),
        (
          "same top", "\(text.percent(sameTopRate)), standard error \(error)"
        ),
      ]
      + shownOverlaps.map {
        ("top \($0.k)", "\(text.percent($0.share)) the same")
      }
      + models.flatMap(lines(of:_:)) + differenceLines
  }

  private func line(
    _ name: String, _ mean: SampledMean, _ what: String
  ) -> TextLine {
    let value = text.significant(mean.mean, unit: " nats (\(what))")
    let error = text.significant(mean.standardError)
    return (name, "\(value), standard error \(error)")
  }

  private func lines(
    of name: String, _ summary: EvaluationSummary
  ) -> [TextLine] {
    let text = summary.text
    let loss = text.number(summary.loss, 6, unit: " nats (mean)")
    let error = text.number(summary.lossStandardError, 6)
    return [
      ("cross-entropy, \(name)", "\(loss), standard error \(error)"),
      ("perplexity, \(name)", text.number(summary.perplexity, 6)),
      ("accuracy, \(name)", text.percent(summary.accuracy)),
    ]
  }

  private var differenceLines: [TextLine] {
    guard hasLabels else { return [] }
    let text = text
    let difference = comparison.lossDifference
    return [
      line("difference", difference, "other − base"),
      ("", text.interval(difference.interval) { text.significant($0) }),
      ("perplexity ratio", text.number(exp(difference.mean), 6)),
    ]
  }
}
