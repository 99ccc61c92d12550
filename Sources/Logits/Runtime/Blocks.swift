import KernelTypes

/// How the rows of a batch are cut.
///
/// A tile is what one kernel call takes: few enough rows to be in cache for the
/// next kernel. A block is a run of tiles, what one worker takes at a time. Both
/// depend on the shape alone, and so do all sums over samples.
struct Blocks {
  /// The most blocks of a batch: their sums are on the stack.
  static let maximum = 64

  /// The elements that a tile of long rows should have: 32 KiB of Float.
  private static let tileElements = 8192

  /// Those of short rows, which are kept twice in the first cache.
  private static let shortTileElements = 2048

  /// Short rows are taken so many at a time.
  private static let groupRows = 16

  let samples: Int
  let count: Int
  /// The rows of a tile; the last one may have fewer.
  let tileRows: Int
  private let blockRows: Int
  let hasPlanes: Bool

  init(_ shape: BatchShape) {
    samples = shape.samples
    hasPlanes = shape.positions != nil
    let wanted =
      if let positions = shape.positions {
        Tile<Float>.planeRows(classes: shape.classes, positions: positions)
      } else {
        Self.rows(ofTilesOf: shape.classes)
      }
    tileRows = max(1, min(wanted, Tile<Float>.maximumRows, samples))
    let tiles = (samples + tileRows - 1) / tileRows
    blockRows = (tiles + Self.maximum - 1) / Self.maximum * tileRows
    count = samples == 0 ? 0 : (samples + blockRows - 1) / blockRows
  }

  private static func rows(ofTilesOf classes: Int) -> Int {
    Tile<Float>.isShort(classes)
      ? max(1, shortTileElements / classes / groupRows) * groupRows
      : max(1, tileElements / classes)
  }

  /// The tiles of a block, one after the other.
  @inline(__always)
  func forEachTile(ofBlock block: Int, _ body: (Range<Int>) -> Void) {
    let end = min((block + 1) * blockRows, samples)
    var start = block * blockRows
    while start < end {
      let next = min(start + tileRows, end)
      body(start..<next)
      start = next
    }
  }
}
