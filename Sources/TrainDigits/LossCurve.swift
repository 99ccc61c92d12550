/// The losses after each epoch as a drawing, on a logarithmic axis: those of
/// training as a line, those held out dotted.
///
/// A loss that has no logarithm leaves a gap.
package struct LossCurve {
  private let history: [Training.Losses]
  private let columns: Int
  private let rows: Int
  private let range: ClosedRange<Double>

  /// - Parameters:
  ///   - history: The losses after each epoch.
  ///   - columns: The width of the drawing, in characters.
  ///   - rows: Its height, 2 or more.
  package init(
    _ history: [Training.Losses], columns: Int = 56, rows: Int = 10
  ) {
    self.history = history
    self.columns = columns
    self.rows = rows
    let drawn = history.flatMap { [$0.training, $0.heldOut] }
      .filter { $0 > 0 && $0.isFinite }
    range = (drawn.min() ?? 1)...(drawn.max() ?? 1)
  }

  package var text: String {
    guard let last = history.last else { return "" }
    let training = heights(history.map(\.training))
    let heldOut = heights(history.map(\.heldOut))
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    var previous: Int?
    for (x, y) in training.enumerated() {
      // From the height before, so that a steep line has no gaps.
      for y in dots(from: previous ?? y, to: y) { canvas.set(x: x, y: y) }
      previous = y
    }
    for (x, y) in heldOut.enumerated() where x.isMultiple(of: 3) {
      if let y { canvas.set(x: x, y: y) }
    }
    var scale = [Int: String]()
    scale[rows - 1] = decimal(range.lowerBound, 4)
    scale[0] = decimal(range.upperBound, 4)
    // At the row where each ends, or the one beside it.
    var names = [Int: String]()
    let row = (training.last ?? nil).map { $0 / 4 } ?? rows - 1
    var other = (heldOut.last ?? nil).map { $0 / 4 } ?? 0
    if other == row { other += row > 0 ? -1 : 1 }
    names[row] = " training \(decimal(last.training, 4))"
    names[other] = " held out \(decimal(last.heldOut, 4))"
    let lines = canvas.lines.enumerated().map { row, dots in
      "\(padded(scale[row] ?? "", 8)) ┤\(dots)\(names[row] ?? "")"
    }
    let axis =
      "\(padded("loss", 8)) └" + String(repeating: "─", count: columns)
    let epochs =
      "\(padded("epoch", 8))  1\(padded("\(history.count)", columns - 1))"
    return (lines + [axis, epochs]).joined(separator: "\n")
  }

  /// How far down each column of dots has its loss, between those of the epochs
  /// beside it.
  private func heights(_ losses: [Double]) -> [Int?] {
    let logarithms = losses.map(logarithm)
    let top = logarithm(range.upperBound)
    let span = top - logarithm(range.lowerBound)
    let last = Double(4 * rows - 1)
    return (0..<2 * columns).map { x in
      let position =
        Double(x * (losses.count - 1)) / Double(2 * columns - 1)
      let epoch = Int(position)
      let next = logarithms[min(epoch + 1, losses.count - 1)]
      let part = position - Double(epoch)
      let value = logarithms[epoch] * (1 - part) + next * part
      guard value.isFinite else { return nil }
      return Int((span > 0 ? (top - value) / span * last : last).rounded())
    }
  }

  /// The heights that a line passes, without the one it comes from.
  private func dots(from previous: Int?, to y: Int?) -> [Int] {
    guard let previous, let y else { return [] }
    if previous < y { return Array(previous + 1...y) }
    return Array(y...max(y, previous - 1))
  }
}
