/// The most frequent wrong predictions.
struct ConfusionTable {
  private static let rowsShown = 20

  let details: ReportDetails

  func html() -> String {
    let confusions = details.confusions
    guard confusions.total > 0 else {
      return "<p class=\"empty\">\(noConfusions)</p>"
    }
    let top = confusions.top(Self.rowsShown)
    return """
      <table>
      <caption>Wrong predictions by label and prediction</caption>
      <thead><tr><th scope="col"\(details.titleClass)>Label</th>\
      <th scope="col"\(details.titleClass)>Predicted</th>\
      <th scope="col">Samples</th><th scope="col">Share of label</th></tr></thead>
      <tbody>
      \(top.map(row).joined())</tbody>
      </table>
      \(note(top.map(\.count)))
      """
  }

  private var noConfusions: String {
    if details.samples == 0 { return "No samples." }
    return details.nonFiniteSamples > 0
      ? "None, but rows that are not finite."
      : "None: all predictions are correct."
  }

  private func row(
    _ pair: ConfusionCounts.Pair, _ count: ConfusionCounts.Count
  ) -> String {
    let bound = count.isExact ? "" : "≥\u{202f}"
    let samples = details.classes[pair.target].samples
    let share = Double(count.seen) / Double(samples)
    return """
      <tr><td\(details.titleClass)>\(details.title(ofClass: pair.target))</td>\
      <td\(details.titleClass)>\(details.title(ofClass: pair.prediction))</td>\
      <td>\(bound)\(PageText.count(count.seen))</td>\
      <td>\(bound)\(PageText.percent(share))</td></tr>

      """
  }

  private func note(_ counts: [ConfusionCounts.Count]) -> String {
    guard let most = counts.map(\.dropped).max(), most > 0 else { return "" }
    return """
      <p class="note">≥ marks a lower bound, because there were too many pairs \
      to count them all. It is at most \(PageText.count(most, "sample")) too \
      low.</p>
      """
  }
}

/// The samples with the largest losses.
struct WorstTable {
  private static let rowsShown = 20

  let details: ReportDetails

  func html() -> String {
    let worst = details.worst.sorted()
    guard !worst.isEmpty else { return "<p class=\"empty\">No samples.</p>" }
    let rest = worst.dropFirst(Self.rowsShown)
    let next = """
      <details><summary>The next \(rest.count)</summary>
      \(table(rest))
      </details>
      """
    return table(worst.prefix(Self.rowsShown)) + (rest.isEmpty ? "" : next)
  }

  private func table(_ samples: ArraySlice<WorstSamples.Sample>) -> String {
    """
    <table>
    <caption>Samples with the largest losses</caption>
    <thead><tr><th scope="col">Row</th>\
    <th scope="col"\(details.titleClass)>Label</th>\
    <th scope="col"\(details.titleClass)>Predicted</th>\
    <th scope="col">Confidence</th>\
    <th scope="col">Loss</th></tr></thead>
    <tbody>
    \(samples.map(row).joined())</tbody>
    </table>
    """
  }

  private func row(_ sample: WorstSamples.Sample) -> String {
    """
    <tr><th scope="row">\(sample.row)</th>\
    <td\(details.titleClass)>\(details.title(ofClass: sample.target))</td>\
    <td\(details.titleClass)>\(details.title(ofClass: sample.prediction))</td>\
    <td>\(PageText.percent(sample.confidence))</td>\
    <td>\(PageText.loss(sample.loss))</td></tr>

    """
  }
}
