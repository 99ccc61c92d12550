import KernelTypes

/// Memory for the work on one tile: numbers for each row, and scratch.
struct TileWorkspace {
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
  let targets: UnsafeMutablePointer<Double>
  let ranks: UnsafeMutablePointer<Double>
  let predictions: UnsafeMutablePointer<Double>
  /// The targets once more, as indices.
  let targetClasses: UnsafeMutablePointer<Int>
  let scratch: Scratch

  private static let capacity = Tile<Float>.maximumRows

  /// The bytes that they are cut from: every pointer but the last, which is
  /// scratch memory, is to as many numbers as a tile has rows at most.
  static let byteCount =
    (MemoryLayout<Self>.size / MemoryLayout<UnsafeRawPointer>.size - 1)
    * capacity * MemoryLayout<Double>.stride + Scratch.totalByteCount

  /// Cut from ``byteCount`` bytes, for tiles of so many rows.
  ///
  /// Kernels read whole vectors of numbers, also beyond the last row: those are
  /// set, too.
  init(_ memory: UnsafeMutableRawPointer, tileRows: Int) {
    let used = (tileRows + 15) / 16 * 16
    var next = memory.assumingMemoryBound(to: Double.self)
    func cut() -> UnsafeMutablePointer<Double> {
      defer { next += Self.capacity }
      next.initialize(repeating: 1, count: used)
      return next
    }
    maxima = cut()
    sums = cut()
    logarithms = cut()
    factors = cut()
    weights = cut()
    targetLogits = cut()
    targetSums = cut()
    losses = cut()
    dots = cut()
    slopes = cut()
    logSumExps = cut()
    products = cut()
    squares = cut()
    targets = cut()
    ranks = cut()
    predictions = cut()
    targetClasses = UnsafeMutableRawPointer(cut())
      .assumingMemoryBound(to: Int.self)
    scratch = Scratch(start: next)
  }
}

extension TileWorkspace {
  /// The logits of the target classes.
  @inline(__always)
  func readTargetLogits<Scalar: LogitScalar>(of tile: Tile<Scalar>) {
    for r in 0..<tile.rows { targetLogits[r] = tile[r, targetClasses[r]] }
  }
}
