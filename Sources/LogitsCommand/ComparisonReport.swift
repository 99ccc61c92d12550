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
      fields["\(name)Perplexity"] = .number(exp(summary.loss))
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
    let divergences = comparison.divergences
    var lines: [TextLine] = [("samples", "\(samples)")]
    if comparison.base.ignoredSamples > 0 {
      lines.append(("ignored", "\(comparison.base.ignoredSamples)"))
    }
    lines += [
      ("classes", "\(classes)"),
      (
        "divergence",
        significant(divergences.mean) + " nats (mean KL), standard error "
          + significant(divergences.standardError)
      ),
    ]
    lines += zip(Self.quantiles, quantiles).map {
      ("  \($0.name)", significant($1))
    }
    lines.append(
      (
        "same top",
        "\(percent(sameTopRate)), standard error "
          + percent(sameTopStandardError)
      ))
    for (name, summary) in models {
      lines += [
        (
          "cross-entropy, \(name)",
          "\(decimal(summary.loss, 6)) nats (mean), standard error "
            + decimal(summary.lossStandardError, 6)
        ),
        ("perplexity, \(name)", decimal(exp(summary.loss), 6)),
        ("accuracy, \(name)", percent(summary.accuracy)),
      ]
    }
    if hasLabels {
      let difference = comparison.lossDifferences
      let (lower, upper) = difference.interval
      lines += [
        (
          "difference",
          "\(significant(difference.mean)) nats (other − base), standard error "
            + significant(difference.standardError)
        ),
        ("", "95 %: \(significant(lower)) to \(significant(upper))"),
        ("perplexity ratio", decimal(exp(difference.mean), 6)),
      ]
    }
    return lines + throughput.lines
  }
}
