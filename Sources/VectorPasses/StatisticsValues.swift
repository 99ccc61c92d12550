/// What ``RowPasses/Statistics`` says of each row.
public struct StatisticsValues {
  /// m.
  public let maxima: UnsafeMutablePointer<Double>
  /// Σ e.
  public let sums: UnsafeMutablePointer<Double>
  /// Σ e (z(x) − z(m)).
  public let products: UnsafeMutablePointer<Double>
  /// Σ e².
  public let squares: UnsafeMutablePointer<Double>

  /// Room for as many numbers each as a tile has rows, at most.
  @inlinable @inline(__always)
  public init(
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
