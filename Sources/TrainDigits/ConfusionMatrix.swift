import Logits

/// How often which digit was taken for which.
package struct ConfusionMatrix {
  /// A row for each class, a column for each prediction.
  package private(set) var counts: [[Int]]

  package init(
    classes: Int, targets: [Int64], predictions: [SampleEvaluation]
  ) {
    let row = [Int](repeating: 0, count: classes)
    counts = [[Int]](repeating: row, count: classes)
    for (target, sample) in zip(targets, predictions) {
      counts[Int(target)][sample.prediction] += 1
    }
  }

  /// A table, and beside it a bar for the part of each class that is right.
  package var text: String {
    let names = counts.indices.map { padded("\($0)", 4) }.joined()
    let lines = counts.enumerated().map { target, row in
      let cells = row.map { padded($0 > 0 ? "\($0)" : "·", 4) }.joined()
      let right = Double(row[target]) / Double(row.reduce(0, +))
      return "\(padded("\(target)", 6)) │\(cells)  \(bar(right)) "
        + padded(percent(right), 8)
    }
    return (["digit    taken for", "        \(names)"] + lines)
      .joined(separator: "\n")
  }
}
