import VectorPasses

/// What passes say of the rows of a tile: room for a number a row, several
/// times.
struct TileValues {
  let maxima: UnsafeMutablePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  let logarithms: UnsafeMutablePointer<Double>
  let factors: UnsafeMutablePointer<Double>
  let targetLogits: UnsafeMutablePointer<Double>
  let targetSums: UnsafeMutablePointer<Double>
  let losses: UnsafeMutablePointer<Double>

  private static let rows = RowTile<Float>.maximumRows

  /// On the stack: Swift promises that for 1 KiB at a time.
  @inline(__always)
  static func withNew(_ body: (TileValues) -> Double) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 128) { first in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 128) { second in
        // Passes read whole vectors of values, also beyond the last row.
        first.initialize(repeating: 1)
        second.initialize(repeating: 1)
        return body(
          TileValues(
            first.baseAddress.unsafelyUnwrapped,
            second.baseAddress.unsafelyUnwrapped))
      }
    }
  }

  private init(
    _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>
  ) {
    maxima = first
    sums = first + Self.rows
    logarithms = first + 2 * Self.rows
    factors = first + 3 * Self.rows
    targetLogits = second
    targetSums = second + Self.rows
    losses = second + 2 * Self.rows
  }
}
