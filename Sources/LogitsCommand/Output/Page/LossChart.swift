import Foundation

/// The histogram of the losses, as SVG.
struct LossChart {
  /// The width of the bars outside the axis, without and with their distance.
  private static let outerBar = 0.03
  private static let outside = 0.11

  private let losses: LossHistogram
  private let axis: LossAxis
  private let counts: [Int]
  /// The loss of a uniform guess.
  private let uniform: Double
  private let shares: [Double]
  private let plot: Plot

  init(_ losses: LossHistogram, classes: Int) {
    self.losses = losses
    uniform = log(Double(classes))
    // One in a hundred may be below the axis: a few losses near zero would
    // make it many powers of ten longer.
    let least = losses.finite > 0 ? losses.quantile(0.01) : 1
    let axis = LossAxis(least...max(least, losses.largest, uniform))
    self.axis = axis
    counts = losses.counts(on: axis)
    let total = Double(max(losses.finite, 1))
    shares = counts.map { Double($0) / total }
    plot = Plot(
      top: 14, bottom: Plot.bottom,
      most: Plot.levels(upTo: shares.max() ?? 0).last ?? 1)
  }

  func html() -> String {
    guard losses.finite > 0 else {
      let nothing = note().isEmpty ? "samples" : "finite losses"
      return "<p class=\"empty\">No \(nothing).</p>\(note())"
    }
    return svg() + figures() + note()
  }

  /// A fraction of the axis as a fraction of the plot's width; the plot also
  /// has the bars below and above the axis, if there are any.
  private func position(_ fraction: Double) -> Double {
    let lower = counts.first == 0 ? 0 : Self.outside
    let upper = counts.last == 0 ? 1 : 1 - Self.outside
    return lower + (upper - lower) * fraction
  }

  private func svg() -> String {
    let bars = counts.indices.filter { counts[$0] > 0 }.map(bar)
    return Plot.svg(
      id: "losses", title: "Histogram of the losses",
      description: "Half of the losses are below "
        + "\(PageText.loss(losses.quantile(0.5))), the largest is "
        + "\(PageText.loss(losses.largest)).",
      """
      \(plot.levels(Plot.levels(upTo: shares.max() ?? 0), label: percent))\
      \(bars.joined())\
      \(ticks())\(reference())\
      \(Plot.caption("loss in nats"))
      """)
  }

  private func bar(_ index: Int) -> String {
    let (extent, name) = extent(ofBar: index)
    return """
      <g><title>\(name): \(PageText.count(counts[index], "sample")), \
      \(PageText.percent(shares[index]))</title>\
      \(plot.bar(
        "bar", from: extent.lowerBound, to: extent.upperBound, 0,
        shares[index]))\
      </g>

      """
  }

  private func extent(ofBar index: Int) -> (ClosedRange<Double>, String) {
    if index == 0 { return (0...Self.outerBar, "less than \(edge(0))") }
    if index > axis.bins {
      return (1 - Self.outerBar...1, "more than \(edge(axis.bins))")
    }
    let lower = position(Double(index - 1) / Double(axis.bins))
    let upper = position(Double(index) / Double(axis.bins))
    return (lower...upper, "\(edge(index - 1)) – \(edge(index))")
  }

  private func ticks() -> String {
    var result = axis.exponents.map {
      plot.tick(position(axis.position(of: pow(10, Double($0)))), power($0))
    }
    let middle = Self.outerBar / 2
    if counts.first != 0 { result.append(plot.tick(middle, "&lt;")) }
    if counts.last != 0 { result.append(plot.tick(1 - middle, "&gt;")) }
    return result.joined()
  }

  /// A line at the loss of a uniform guess.
  private func reference() -> String {
    let fraction = axis.position(of: uniform)
    guard 0...1 ~= fraction else { return "" }
    let x = Plot.n(plot.x(position(fraction)))
    return """
      <path class="ideal" d="M\(x) \(Plot.n(plot.top))V\
      \(Plot.n(plot.bottom))"/>

      """
  }

  private func figures() -> String {
    let items = [
      ("Median", losses.quantile(0.5)),
      ("90\u{202f}% below", losses.quantile(0.9)),
      ("99\u{202f}% below", losses.quantile(0.99)),
      ("Largest", losses.largest),
      ("<span class=\"swatch ideal\"></span>Uniform guess", uniform),
    ]
    return "<dl class=\"row\">"
      + items.map {
        "<div><dt>\($0)</dt><dd>\(PageText.loss($1))</dd></div>"
      }.joined() + "</dl>"
  }

  private func note() -> String {
    let hidden = [(losses.infinite, "infinite"), (losses.notANumber, "NaN")]
      .filter { $0.0 > 0 }.map { "\(PageText.count($0)) \($1)" }
    guard !hidden.isEmpty else { return "" }
    return """
      <p class="warning">Losses not shown: \
      \(hidden.joined(separator: ", ")).</p>
      """
  }

  private func percent(_ share: Double) -> String {
    let digits = plot.most > 0.04 ? 0 : 2
    return PageText.percent(share, digits: digits)
  }

  private func edge(_ bin: Int) -> String {
    String(format: "%.3g", axis.edge(bin))
  }

  private func power(_ exponent: Int) -> String {
    switch exponent {
    case -3...3: String(format: "%g", pow(10, Double(exponent)))
    default: "10<tspan dy=\"-4\" class=\"power\">\(exponent)</tspan>"
    }
  }
}
