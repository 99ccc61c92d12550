import KernelTypes

/// Memory for the work on one tile: numbers for each row, and scratch.
struct TileWorkspace {
  typealias Numbers = UnsafeMutablePointer<Double>

  private let start: Numbers
  /// The rows that there are numbers for.
  private let capacity: Int

  /// How many times there is a number for each row.
  private static let count = 17

  /// How many of these, the first ones, kernels read in whole vectors.
  private static let vectorCount = 8

  static func byteCount(hasPlanes: Bool) -> Int {
    count * Tile<Float>.maximumRows * MemoryLayout<Double>.stride
      + Scratch.totalByteCount(hasPlanes: hasPlanes)
  }

  /// Cut from ``byteCount(hasPlanes:)`` bytes, for tiles of so many rows.
  init(_ memory: UnsafeMutableRawPointer, tileRows: Int) {
    capacity = Self.wholeVectors(tileRows)
    start = memory.assumingMemoryBound(to: Double.self)
  }

  /// Sets numbers beyond the last of so many rows, up to the end of its vector,
  /// to what has a logarithm and a reciprocal.
  @inline(__always)
  func fillVectors(ofRows rows: Int) {
    let rest = Self.wholeVectors(rows) - rows
    guard rest > 0 else { return }
    for index in 0..<Self.vectorCount {
      (numbers(index) + rows).initialize(repeating: 1, count: rest)
    }
  }

  private static func wholeVectors(_ rows: Int) -> Int { (rows + 15) / 16 * 16 }

  private func numbers(_ index: Int) -> Numbers { start + index * capacity }

  var maxima: Numbers { numbers(0) }
  var rests: Numbers { numbers(1) }
  var logarithms: Numbers { numbers(2) }
  var factors: Numbers { numbers(3) }
  var weights: Numbers { numbers(4) }
  var targetLogits: Numbers { numbers(5) }
  var logSumExps: Numbers { numbers(6) }
  var targets: Numbers { numbers(7) }
  var targetSums: Numbers { numbers(8) }
  var losses: Numbers { numbers(9) }
  var dots: Numbers { numbers(10) }
  var slopes: Numbers { numbers(11) }
  var products: Numbers { numbers(12) }
  var squares: Numbers { numbers(13) }
  var ranks: Numbers { numbers(14) }
  var predictions: Numbers { numbers(15) }
  /// The targets once more, as indices.
  var targetClasses: UnsafeMutablePointer<Int> {
    UnsafeMutableRawPointer(numbers(16)).assumingMemoryBound(to: Int.self)
  }
  var scratch: Scratch { Scratch(numbers(Self.count)) }
}

extension TileWorkspace {
  /// The logits of the target classes.
  @inline(__always)
  func readTargetLogits<Scalar: LogitScalar>(of tile: Tile<Scalar>) {
    let (logits, classes) = (targetLogits, targetClasses)
    if tile.format == .scalar, tile.positions == 1 {
      var row = tile[0]
      for r in 0..<tile.rows {
        logits[r] = Double(row[classes[r]])
        row += tile.rowStride
      }
    } else {
      for r in 0..<tile.rows { logits[r] = tile[r, classes[r]] }
    }
  }
}
