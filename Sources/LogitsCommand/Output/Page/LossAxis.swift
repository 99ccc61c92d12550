import Foundation

/// A logarithmic axis over whole powers of ten, with about 40 bins.
package struct LossAxis {
  package let exponents: ClosedRange<Int>
  private let binsPerDecade: Int

  package var decades: Int { exponents.count - 1 }
  package var bins: Int { decades * binsPerDecade }

  /// - Parameter losses: The range to show; the axis starts at 1e-6 or above.
  package init(_ losses: ClosedRange<Double>) {
    let lower = max(-6, log10(losses.lowerBound).rounded(.down))
    let upper = min(7, log10(losses.upperBound).rounded(.up))
    exponents = Int(min(lower, 6))...Int(max(upper, min(lower, 6) + 1))
    binsPerDecade = max(1, 40 / (exponents.count - 1))
  }

  /// The position of a loss, from 0 to 1 on the axis.
  package func position(of loss: Double) -> Double {
    (log10(loss) - Double(exponents.lowerBound)) / Double(decades)
  }

  /// The loss at the lower edge of a bin.
  package func edge(_ bin: Int) -> Double {
    pow(
      10,
      Double(exponents.lowerBound) + Double(bin) / Double(binsPerDecade))
  }

  /// The bin of a loss: -1 below the axis, ``bins`` above it.
  package func bin(of loss: Double) -> Int {
    let position = position(of: loss)
    if position < 0 { return -1 }
    if position > 1 { return bins }
    return min(Int(position * Double(bins)), bins - 1)
  }
}
