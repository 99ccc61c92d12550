// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Room for what the statistics kernel gives for each row, with
/// e = exp(z(x) − z(m)).
public struct RowStatistics {
  /// m.
  public let maxima: UnsafeMutablePointer<Double>
  /// Σ e.
  public let sums: UnsafeMutablePointer<Double>
  /// Σ e (z(x) − z(m)).
  public let products: UnsafeMutablePointer<Double>
  /// Σ e².
  public let squares: UnsafeMutablePointer<Double>

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
