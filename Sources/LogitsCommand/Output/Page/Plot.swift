import Logits

/// The area of a chart, in SVG coordinates.
///
/// All charts have the same size, so that their axes align side by side.
struct Plot {
  static let width = 480.0
  static let height = 400.0
  static let left = 56.0
  static let right = 466.0
  static let bottom = 340.0

  let top: Double
  let bottom: Double
  /// The value at the top; the bottom is 0.
  let most: Double

  /// The position of a fraction of the width.
  func x(_ fraction: Double) -> Double {
    Self.left + fraction * (Self.right - Self.left)
  }

  func y(_ value: Double) -> Double {
    bottom - value / most * (bottom - top)
  }

  /// Horizontal grid lines with labels.
  func levels(_ values: [Double], label: (Double) -> String) -> String {
    values.map {
      """
      <path class="level" d="M\(Self.n(Self.left)) \(Self.n(y($0)))H\
      \(Self.n(Self.right))"/>\
      <text class="end" x="\(Self.n(Self.left - 8))" y="\(Self.n(y($0) + 4))">\
      \(label($0))</text>

      """
    }.joined()
  }

  /// A bar from one value to another, with a gap to its neighbours.
  func bar(
    _ name: String, from x0: Double, to x1: Double, _ a: Double, _ b: Double,
    gap: Double = 1
  ) -> String {
    let upper = y(max(a, b))
    return """
      <rect class="\(name)" x="\(Self.n(x(x0) + gap / 2))" \
      y="\(Self.n(upper))" width="\(Self.n(x(x1) - x(x0) - gap))" \
      height="\(Self.n(y(min(a, b)) - upper))"/>
      """
  }

  /// A tick with a label on the horizontal axis.
  func tick(_ fraction: Double, _ label: String) -> String {
    """
    <path class="tick" d="M\(Self.n(x(fraction))) \(Self.n(Self.bottom))v5"/>\
    <text class="middle" x="\(Self.n(x(fraction)))" \
    y="\(Self.n(Self.bottom + 20))">\(label)</text>

    """
  }

  /// The label of the horizontal axis.
  static func caption(_ text: String) -> String {
    """
    <text class="middle" x="\(n((left + right) / 2))" y="\(n(height - 12))">\
    \(text)</text>

    """
  }

  /// The SVG element, with a title and description for screen readers.
  static func svg(
    id: String, title: String, description: String, _ content: String
  ) -> String {
    """
    <svg viewBox="0 0 \(n(width)) \(n(height))" role="img" \
    aria-labelledby="\(id)-title \(id)-text">
    <title id="\(id)-title">\(title)</title>
    <desc id="\(id)-text">\(description)</desc>
    \(content)</svg>
    """
  }

  /// About four round values from 0, the last at `most` or above.
  static func levels(upTo most: Double) -> [Double] {
    let steps = (-6...0).flatMap { exponent in
      [1.0, 2, 2.5, 5].map { $0 * powerOfTen(exponent) }
    }
    let step = steps.first { most <= 4 * $0 } ?? 1
    return stride(from: 0, through: (most / step).rounded(.up), by: 1).map {
      $0 * step
    }
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (exponent..<0).reduce(1) { power, _ in power / 10 }
  }

  /// A coordinate, to a tenth.
  static func n(_ value: Double) -> String { decimal(value, 1) }
}
