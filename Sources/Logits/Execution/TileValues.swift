import VectorPasses

/// What passes say of the rows of a tile: room for a number a row, several
/// times.
struct TileValues {
  let maxima: UnsafeMutablePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  let logarithms: UnsafeMutablePointer<Double>
  let factors: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  let targetLogits: UnsafeMutablePointer<Double>
  let targetSums: UnsafeMutablePointer<Double>
  let losses: UnsafeMutablePointer<Double>
  let dots: UnsafeMutablePointer<Double>
  let slopes: UnsafeMutablePointer<Double>
  let logSumExps: UnsafeMutablePointer<Double>
  let products: UnsafeMutablePointer<Double>
  let squares: UnsafeMutablePointer<Double>

  private static let rows = RowTile<Float>.maximumRows

  /// On the stack: Swift promises that for 1 KiB at a time.
  @inline(__always)
  static func withNew(_ body: (TileValues) -> Double) -> Double {
    withFourEach { first in
      withFourEach { second in
        withFourEach { third in
          withFourEach { body(TileValues(first, second, third, $0)) }
        }
      }
    }
  }

  /// Room for four numbers a row.
  ///
  /// Passes read whole vectors of values, also beyond the last row.
  @inline(__always)
  private static func withFourEach(
    _ body: (UnsafeMutablePointer<Double>) -> Double
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * rows) {
      $0.initialize(repeating: 1)
      return body($0.baseAddress.unsafelyUnwrapped)
    }
  }

  private init(
    _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>,
    _ third: UnsafeMutablePointer<Double>,
    _ fourth: UnsafeMutablePointer<Double>
  ) {
    maxima = first
    sums = first + Self.rows
    logarithms = first + 2 * Self.rows
    factors = first + 3 * Self.rows
    weights = second
    targetLogits = second + Self.rows
    targetSums = second + 2 * Self.rows
    losses = second + 3 * Self.rows
    dots = third
    slopes = third + Self.rows
    logSumExps = third + 2 * Self.rows
    products = third + 3 * Self.rows
    squares = fourth
  }
}
