import Logits

/// The report of `logits compare`: of one model and the base, or a table of several.
struct ComparisonReport: Report {
  /// The file of the base.
  let base: String
  let classes: Int
  /// Those of each model that it is compared with.
  let figures: [ComparisonFigures]
  /// How the files are read, where that is not plain.
  let inputLines: [TextLine]
  let throughput: Throughput

  private var isTable: Bool { figures.count > 1 }

  var fields: [String: JSONField] {
    var fields = throughput.fields
    fields["classes"] = .count(classes)
    guard isTable else { return fields.merging(figures[0].fields) { $1 } }
    fields["base"] = .text(base)
    fields["others"] = .objects(
      figures.map { $0.fields.merging(["other": .text($0.name)]) { $1 } })
    return fields
  }

  /// Of a table, what is above it.
  var lines: [TextLine] {
    let figures = figures[0]
    let head =
      figures.countLines + (isTable ? [] : figures.nonFiniteLines)
      + [("classes", "\(classes)")] + inputLines
    return head
      + (isTable ? figures.baseLines : figures.lines + throughput.lines)
  }

  var text: String {
    guard isTable else { return aligned(lines) }
    return [aligned(lines), table(of: figures), aligned(throughput.lines)]
      .joined(separator: "\n\n")
  }
}
