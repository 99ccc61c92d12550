import Logits

/// Accuracy by confidence, and the share of samples in each bin.
package struct ReliabilityDiagram {
  package typealias Figure = (name: String, value: Double)

  private let bins: [CalibrationBin]
  private let equalMass: [CalibrationBin]
  private let figures: [Figure]
  private let samples: Int
  private let accuracy = Plot(top: 14, bottom: 264, most: 1)
  private let shares: Plot

  /// - Parameters:
  ///   - bins: Those of the diagram.
  ///   - equalMass: Those of another table.
  ///   - figures: Calibration errors.
  package init(
    _ bins: [CalibrationBin], equalMass: [CalibrationBin] = [],
    figures: [Figure] = []
  ) {
    self.bins = bins.filter { $0.samples > 0 }
    self.equalMass = equalMass
    self.figures = figures
    let samples = bins.reduce(0) { $0 + $1.samples }
    self.samples = samples
    let largest = bins.map(\.samples).max() ?? 0
    shares = Plot(
      top: 286, bottom: Plot.bottom,
      most: Double(max(largest, 1)) / Double(max(samples, 1)))
  }

  /// The diagram, with an id that no other chart of the page has.
  func html(id: String) -> String {
    guard samples > 0 else { return "<p class=\"empty\">No samples.</p>" }
    return """
      \(svg(id))
      <ul class="legend">
      <li><span class="swatch bar"></span>accuracy</li>
      <li><span class="swatch gap"></span>gap to the mean confidence</li>
      <li><span class="swatch ideal"></span>accuracy = confidence</li>
      </ul>
      \(rowOfFigures())\(tables())
      """
  }

  private func rowOfFigures() -> String {
    guard !figures.isEmpty else { return "" }
    return "<dl class=\"row\">"
      + figures.map {
        "<div><dt>\($0.name)</dt><dd>\(PageText.percent($0.value))</dd></div>"
      }.joined() + "</dl>\n"
  }

  private func tables() -> String {
    let tables = [
      ("The bins as a table", bins), ("Bins of equal mass", equalMass),
    ]
    return tables.filter { !$0.1.isEmpty }.map { summary, bins in
      """
      <details><summary>\(summary)</summary>
      \(table(bins))
      </details>
      """
    }.joined(separator: "\n")
  }

  private func svg(_ id: String) -> String {
    let ticks = [0, 0.25, 0.5, 0.75, 1]
    let label = { decimal($0, 2) }
    return Plot.svg(
      id: id, title: "Reliability diagram",
      description: "Accuracy in \(bins.count) intervals of confidence.",
      """
      \(accuracy.levels(ticks, label: label))\
      \(shares.levels([0], label: { _ in "0" }))\
      \(shares.levels([shares.most], label: {
        PageText.percent($0, digits: 0) }))\
      \(bins.map(bar).joined())\
      <path class="ideal" d="M\(Plot.n(Plot.left)) \
      \(Plot.n(accuracy.bottom))L\(Plot.n(Plot.right)) \
      \(Plot.n(accuracy.top))"/>
      \(ticks.map { accuracy.tick($0, label($0)) }.joined())\
      \(Plot.caption("confidence"))
      """)
  }

  private func bar(_ bin: CalibrationBin) -> String {
    let share = Double(bin.samples) / Double(samples)
    return """
      <g><title>\(interval(bin)): accuracy \(PageText.percent(bin.accuracy)), \
      confidence \(PageText.percent(bin.meanConfidence)), \
      \(PageText.count(bin.samples, "sample"))</title>\
      \(accuracy.bar(
        "bar", from: bin.lower, to: bin.upper, 0, bin.accuracy))\
      \(accuracy.bar(
        "gap", from: bin.lower, to: bin.upper, bin.accuracy,
        bin.meanConfidence))\
      \(shares.bar("share", from: bin.lower, to: bin.upper, 0, share))</g>

      """
  }

  private func interval(_ bin: CalibrationBin) -> String {
    "\(decimal(bin.lower, 4)) – \(decimal(bin.upper, 4))"
  }

  private func table(_ bins: [CalibrationBin]) -> String {
    let rows = bins.map {
      """
      <tr><th scope="row">\(interval($0))</th>\
      <td>\(PageText.count($0.samples))</td>\
      <td>\(PageText.percent($0.meanConfidence))</td>\
      <td>\(PageText.percent($0.accuracy))</td></tr>
      """
    }
    return """
      <table>
      <thead><tr><th scope="col">Confidence</th><th scope="col">Samples</th>\
      <th scope="col">Mean</th><th scope="col">Accuracy</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }
}
