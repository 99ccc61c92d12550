import Foundation

/// An axis of whole powers of ten, cut in some 40 bins.
package struct LossAxis {
  package let exponents: ClosedRange<Int>
  private let binsPerDecade: Int

  package var decades: Int { exponents.count - 1 }
  package var bins: Int { decades * binsPerDecade }

  /// - Parameter losses: What is to be shown; the lower is left out where it is
  ///   too small for the grid.
  package init(_ losses: ClosedRange<Double>) {
    let lower = max(-6, log10(losses.lowerBound).rounded(.down))
    let upper = min(7, log10(losses.upperBound).rounded(.up))
    exponents = Int(min(lower, 6))...Int(max(upper, min(lower, 6) + 1))
    binsPerDecade = max(1, 40 / (exponents.count - 1))
  }

  /// Where a loss is from left to right, 0 to 1 on the axis.
  package func position(of loss: Double) -> Double {
    (log10(loss) - Double(exponents.lowerBound)) / Double(decades)
  }

  /// The loss at the lower edge of a bin.
  package func edge(_ bin: Int) -> Double {
    pow(
      10,
      Double(exponents.lowerBound) + Double(bin) / Double(binsPerDecade))
  }

  /// -1 for what is less than the axis, ``bins`` for what is more.
  package func bin(of loss: Double) -> Int {
    let position = position(of: loss)
    if position < 0 { return -1 }
    if position > 1 { return bins }
    return min(Int(position * Double(bins)), bins - 1)
  }
}
