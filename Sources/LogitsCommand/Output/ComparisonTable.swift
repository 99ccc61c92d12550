import Logits

/// A line for each of several models, with the names on the left and figures on the
/// right.
func table(of figures: [ComparisonFigures]) -> String {
  let columns = columns(of: figures)
  let widths = columns.map { $0.map(\.count).max() ?? 0 }
  return (0...figures.count).map { line in
    columns.indices.map { column in
      let cell = columns[column][line]
      let gap = String(repeating: " ", count: widths[column] - cell.count)
      return column == 0 ? cell + gap : gap + cell
    }.joined(separator: "  ")
  }.joined(separator: "\n")
}

/// Each with its heading.
private func columns(of all: [ComparisonFigures]) -> [[String]] {
  func column(
    _ heading: String, _ cell: (ComparisonFigures) -> String
  ) -> [String] {
    [heading] + all.map(cell)
  }
  func number(
    _ heading: String, _ value: (Comparison) -> Double
  ) -> [String] {
    column(heading) { $0.text.significant(value($0.comparison)) }
  }
  func quantile(_ heading: String) -> [String] {
    column(heading) { figures in
      let quantile = figures.quantiles.first { $0.name == heading }
      return figures.text.significant(quantile?.value ?? .nan)
    }
  }
  var columns = [
    column("other", \.name),
    number("mean KL") { $0.divergences.mean.mean },
    number("std. error") { $0.divergences.mean.standardError },
    quantile("99 %"), quantile("maximum"),
    number("reverse KL") { $0.reverseDivergence.mean },
    number("Jensen-Shannon") { $0.jensenShannon.mean },
    column("same top") { $0.text.percent($0.sameTopRate) },
  ]
  for (i, overlap) in all[0].shownOverlaps.enumerated() {
    columns.append(
      column("top \(overlap.k)") { $0.text.percent($0.shownOverlaps[i].share) })
  }
  if all[0].hasLabels {
    columns += [
      column("loss") { $0.text.number($0.comparison.other.loss, 6) },
      number("difference") { $0.lossDifference.mean },
      column("accuracy") { $0.text.percent($0.comparison.other.accuracy) },
    ]
  }
  if all.contains(where: { $0.comparison.nonFiniteSamples > 0 }) {
    columns.append(column("not finite") { "\($0.comparison.nonFiniteSamples)" })
  }
  return columns
}
