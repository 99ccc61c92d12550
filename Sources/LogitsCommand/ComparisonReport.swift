import Foundation
import Logits

/// What `logits compare` prints.
struct ComparisonReport {
  private static let quantiles: [(name: String, key: String, part: Double)] = [
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
  let speed: Speed

  private var samples: Int { comparison.divergences.count }

  private var sameTopRate: Double {
    Double(comparison.samePredictions) / Double(samples)
  }

  private var sameTopStandardError: Double {
    (sameTopRate * (1 - sameTopRate) / Double(samples)).squareRoot()
  }

  private var quantiles: [Double] {
    comparison.divergences.quantiles(Self.quantiles.map(\.part))
  }

  func json() throws -> String {
    let divergences = comparison.divergences
    var fields = speed.fields
    fields["samples"] = .count(samples)
    fields["classes"] = .count(classes)
    fields["meanDivergence"] = .number(divergences.mean)
    fields["divergenceStandardError"] = .number(divergences.standardError)
    for (quantile, value) in zip(Self.quantiles, quantiles) {
      fields[quantile.key] = .number(value)
    }
    fields["sameTopRate"] = .number(sameTopRate)
    fields["sameTopStandardError"] = .number(sameTopStandardError)
    if hasLabels {
      let difference = comparison.lossDifferences
      let interval = difference.interval
      for (name, summary) in [
        ("base", comparison.base), ("other", comparison.other),
      ] {
        fields["\(name)Loss"] = .number(summary.loss)
        fields["\(name)LossStandardError"] = .number(summary.lossStandardError)
        fields["\(name)Perplexity"] = .number(exp(summary.loss))
        fields["\(name)Accuracy"] = .number(summary.accuracy)
      }
      fields["ignoredSamples"] = .count(comparison.base.ignoredSamples)
      fields["lossDifference"] = .number(difference.mean)
      fields["lossDifferenceStandardError"] = .number(difference.standardError)
      fields["lossDifferenceInterval"] = .interval(
        lower: interval.lower, upper: interval.upper)
      fields["perplexityRatio"] = .number(exp(difference.mean))
    }
    return try fields.json()
  }

  func text() -> String {
    let divergences = comparison.divergences
    var report = TextReport()
    report.add("samples", "\(samples)")
    if comparison.base.ignoredSamples > 0 {
      report.add("ignored", "\(comparison.base.ignoredSamples)")
    }
    report.add("classes", "\(classes)")
    report.add(
      "divergence",
      significant(divergences.mean) + " nats (mean KL), standard error "
        + significant(divergences.standardError))
    for (quantile, value) in zip(Self.quantiles, quantiles) {
      report.add("  \(quantile.name)", significant(value))
    }
    report.add(
      "same top",
      "\(percent(sameTopRate)), standard error "
        + percent(sameTopStandardError))
    if hasLabels {
      for (name, summary) in [
        ("base", comparison.base), ("other", comparison.other),
      ] {
        report.add(
          "cross-entropy, \(name)",
          "\(decimal(summary.loss, 6)) nats (mean), standard error "
            + decimal(summary.lossStandardError, 6))
        report.add("perplexity, \(name)", decimal(exp(summary.loss), 6))
        report.add("accuracy, \(name)", percent(summary.accuracy))
      }
      let difference = comparison.lossDifferences
      let interval = difference.interval
      report.add(
        "difference",
        "\(significant(difference.mean)) nats (other − base), standard error "
          + significant(difference.standardError))
      report.add(
        "",
        "95 %: \(significant(interval.lower)) to "
          + significant(interval.upper))
      report.add("perplexity ratio", decimal(exp(difference.mean), 6))
    }
    speed.add(to: &report)
    return report.text
  }
}
