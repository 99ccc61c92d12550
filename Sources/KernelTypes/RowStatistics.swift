/// Room for what the statistics kernel gives for each row, with
/// e = exp(z(x) − z(m)).
package struct RowStatistics {
  /// m.
  package let maxima: UnsafeMutablePointer<Double>
  /// Σ e.
  package let sums: UnsafeMutablePointer<Double>
  /// Σ e (z(x) − z(m)).
  package let products: UnsafeMutablePointer<Double>
  /// Σ e².
  package let squares: UnsafeMutablePointer<Double>

  @inlinable @inline(__always)
  package init(
    maxima: UnsafeMutablePointer<Double>, sums: UnsafeMutablePointer<Double>,
    products: UnsafeMutablePointer<Double>,
    squares: UnsafeMutablePointer<Double>
  ) {
    self.maxima = maxima
    self.sums = sums
    self.products = products
    self.squares = squares
  }
}
