import VectorPasses

/// What passes say of the rows of a tile, room for a number a row, several
/// times; and memory for their work.
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
  let targets: UnsafeMutablePointer<Double>
  let ranks: UnsafeMutablePointer<Double>
  let firsts: UnsafeMutablePointer<Double>
  /// The targets once more, as indices.
  let targetClasses: UnsafeMutablePointer<Int>
  let scratch: Scratch

  private static let capacity = RowTile<Float>.maximumRows

  /// What they are cut from: a pointer here is an array there, but for the last,
  /// which is scratch memory.
  static let byteCount =
    (MemoryLayout<Self>.size / MemoryLayout<UnsafeRawPointer>.size - 1)
    * capacity * MemoryLayout<Double>.stride + Scratch.byteCount

  /// Cut from ``byteCount`` bytes, for tiles of so many rows.
  ///
  /// Passes read whole vectors of values, also beyond the last row: those are
  /// given a value.
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
    firsts = cut()
    targetClasses = UnsafeMutableRawPointer(cut())
      .assumingMemoryBound(to: Int.self)
    scratch = Scratch(start: next)
  }
}
