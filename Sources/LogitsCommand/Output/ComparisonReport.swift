import Foundation
import Logits

/// The report of `logits compare`.
struct ComparisonReport: Report {
  private static let quantiles: [(name: String, key: String, level: Double)] = [
    ("median", "medianDivergence", 0.5),
    ("90 %", "divergence90", 0.9),
    ("95 %", "divergence95", 0.95),
    ("99 %", "divergence99", 0.99),
    ("99.9 %", "divergence999", 0.999),
    ("maximum", "maximumDivergence", 1),
  ]

  let comparison: Comparison
  let classes: Int
  /// How the files are read, where that is not plain.
  let inputLines: [TextLine]
  let hasLabels: Bool
  let throughput: Throughput

  private var samples: Int { comparison.divergences.count }

  private var sameTopRate: Double {
    Double(comparison.samePredictions) / Double(samples)
  }

  private var sameTopStandardError: Double {
    (sameTopRate * (1 - sameTopRate) / Double(samples)).squareRoot()
  }

  private var quantiles: [Double] {
    comparison.divergences.quantiles(Self.quantiles.map(\.level))
  }

  private var models: [(name: String, summary: EvaluationSummary)] {
    hasLabels ? [("base", comparison.base), ("other", comparison.other)] : []
  }

  var fields: [String: JSONField] {
    let divergences = comparison.divergences
    var fields = throughput.fields
    fields["samples"] = .count(samples)
    fields["nonFiniteSamples"] = .count(comparison.nonFiniteSamples)
    fields["firstNonFiniteRow"] = comparison.firstNonFiniteRow.map {
      .count($0)
    }
    fields["classes"] = .count(classes)
    fields["meanDivergence"] = .number(divergences.mean)
    fields["divergenceStandardError"] = .number(divergences.standardError)
    for (quantile, value) in zip(Self.quantiles, quantiles) {
      fields[quantile.key] = .number(value)
    }
    fields["sameTopRate"] = .number(sameTopRate)
    fields["sameTopStandardError"] = .number(sameTopStandardError)
    for (name, summary) in models {
      fields["\(name)Loss"] = .number(summary.loss)
      fields["\(name)LossStandardError"] = .number(summary.lossStandardError)
      fields["\(name)Perplexity"] = .number(summary.perplexity)
      fields["\(name)Accuracy"] = .number(summary.accuracy)
    }
    guard hasLabels else { return fields }
    let difference = comparison.lossDifferences
    let interval = difference.interval
    fields["ignoredSamples"] = .count(comparison.base.ignoredSamples)
    fields["lossDifference"] = .number(difference.mean)
    fields["lossDifferenceStandardError"] = .number(difference.standardError)
    fields["lossDifferenceInterval"] = .interval(
      lower: interval.lower, upper: interval.upper)
    fields["perplexityRatio"] = .number(exp(difference.mean))
    return fields
  }

  var lines: [TextLine] {
    countLines + [("classes", "\(classes)")] + inputLines + divergenceLines
      + models.flatMap { lines(of: $0.name, $0.summary) } + differenceLines
      + throughput.lines
  }

  private var countLines: [TextLine] {
    var lines: [TextLine] = [("samples", "\(samples)")]
    let ignored = comparison.base.ignoredSamples
    if ignored > 0 { lines.append(("ignored", "\(ignored)")) }
    if samples == 0 {
      lines.append(("", EvaluationSummary.noSamples(ignored: ignored)))
    }
    if let row = comparison.firstNonFiniteRow {
      let count = comparison.nonFiniteSamples
      lines.append(("not finite", "\(count), the first in row \(row)"))
    }
    return lines
  }

  private var divergenceLines: [TextLine] {
    let text = text
    let divergences = comparison.divergences
    let mean = text.significant(divergences.mean, unit: " nats (mean KL)")
    let error = text.significant(divergences.standardError)
    let rate = text.percent(sameTopRate)
    return [("divergence", "\(mean), standard error \(error)")]
      + zip(Self.quantiles, quantiles).map {
        ("  \($0.name)", text.significant($1))
      } + [
        (
          "same top",
          "\(rate), standard error \(text.percent(sameTopStandardError))"
        )
      ]
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
    let difference = comparison.lossDifferences
    let mean = text.significant(
      difference.mean, unit: " nats (other − base)")
    let error = text.significant(difference.standardError)
    return [
      ("difference", "\(mean), standard error \(error)"),
      ("", text.interval(difference.interval) { text.significant($0) }),
      ("perplexity ratio", text.number(exp(difference.mean), 6)),
    ]
  }

  private var text: FigureText {
    FigureText(hasNaN: comparison.nonFiniteSamples > 0)
  }
}
