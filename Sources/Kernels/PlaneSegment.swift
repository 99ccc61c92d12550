import CShims
import KernelTypes

/// A segment of a tile of planes in scratch memory.
///
/// It has all positions and some of the classes, in groups like those of short
/// rows; they only have to be copied.
///
/// Once copied they are read from the first cache, however many planes would
/// share one of its sets. Lanes without a row are 0.
struct PlaneSegment<Scalar: VectorScalar> {
  typealias Group = TransposedTile<Scalar>

  let start: UnsafeMutablePointer<Scalar>
  let rows: Int
  let classes: Int

  /// The most classes of a tile that there is room for.
  @inline(__always)
  static func mostClasses(of tile: Tile<Scalar>) -> Int {
    Scratch.planeByteCount / MemoryLayout<Scalar>.stride
      / Tile<Scalar>.planeRows(
        classes: tile.classes, positions: tile.positions)
  }

  /// Copies a tile for which there is room.
  @inline(__always)
  init(_ tile: Tile<Scalar>, at start: UnsafeMutablePointer<Scalar>) {
    self.init(at: start, rows: tile.rows, classes: tile.classes)
    let full = tile.rows / Scalar.laneCount * Scalar.laneCount
    if full < tile.rows {
      (start + full * classes)
        .update(repeating: 0, count: Scalar.laneCount * classes)
    }
    let planes = Planes(tile)
    var inPieces = GroupSet()
    planes.forEachPart { part in
      if part.isWhole {
        planes.load(part, to: self)
      } else {
        inPieces.insert(part.row / Scalar.laneCount)
        pieces_copy(
          part.address, planes.stride, address(part, planes.size),
          Self.vectorStride, part.rows * planes.size, classes)
      }
    }
    inPieces.forEach { planes.widen(self[$0 * Scalar.laneCount]) }
  }

  /// A segment that was copied before.
  @inline(__always)
  init(at start: UnsafeMutablePointer<Scalar>, rows: Int, classes: Int) {
    self.start = start
    self.rows = rows
    self.classes = classes
  }

  /// Copies the segment back, which may leave its own elements narrowed.
  @inline(__always)
  func store(to tile: Tile<Scalar>) {
    let planes = Planes(tile)
    var inPieces = GroupSet()
    planes.forEachPart { part in
      if part.isWhole {
        planes.store(part, from: self)
      } else {
        if inPieces.insert(part.row / Scalar.laneCount) {
          planes.narrow(
            self[part.row / Scalar.laneCount * Scalar.laneCount])
        }
        copyPieces(of: part, to: planes)
      }
    }
  }

  /// Copies what `value` makes of each vector to a tile of scalars.
  @inline(__always)
  func storeScalars(
    to tile: Tile<Scalar>,
    _ value: (_ row: Int, _ vector: Scalar.Vector) -> Scalar.Vector
  ) {
    let planes = Planes(tile)
    var inPieces = GroupSet()
    planes.forEachPart { part in
      if part.isWhole {
        planes.storeScalars(part, from: self, value)
      } else {
        let first = part.row / Scalar.laneCount * Scalar.laneCount
        if inPieces.insert(part.row / Scalar.laneCount) {
          let group = self[first]
          for i in 0..<classes { group[i] = value(first, group[i]) }
        }
        copyPieces(of: part, to: planes)
      }
    }
  }

  @inline(__always)
  private func copyPieces(
    of part: Planes<Scalar>.Part, to planes: Planes<Scalar>
  ) {
    pieces_copy(
      address(part, planes.size), Self.vectorStride, part.address,
      planes.stride, part.rows * planes.size, classes)
  }

  /// The group of the rows from `first` on.
  @inline(__always)
  subscript(first: Int) -> Group {
    Group(at: start + first * classes, classes: classes)
  }

  /// The element of one row and class.
  @inline(__always)
  func element(_ row: Int, _ index: Int) -> UnsafeMutablePointer<Scalar> {
    let lane = row % Scalar.laneCount
    return self[row - lane].start + index * Scalar.laneCount + lane
  }

  @inline(__always)
  func forEachGroup(_ body: (_ first: Int, _ group: Group) -> Void) {
    for first in stride(from: 0, to: rows, by: Scalar.laneCount) {
      body(first, self[first])
    }
  }

  @inline(__always)
  private static var vectorStride: Int {
    Scalar.laneCount * MemoryLayout<Scalar>.stride
  }

  /// Where a piece begins, of elements of so many bytes.
  @inline(__always)
  private func address(
    _ part: Planes<Scalar>.Part, _ size: Int
  ) -> UnsafeMutableRawPointer {
    let lane = part.row % Scalar.laneCount
    return UnsafeMutableRawPointer(self[part.row - lane].start) + lane * size
  }
}

/// Some of the groups of a tile, a bit each.
private struct GroupSet {
  var bits: UInt8 = 0

  /// Returns whether it was not there before.
  @inline(__always) @discardableResult
  mutating func insert(_ group: Int) -> Bool {
    let bit: UInt8 = 1 << UInt8(group)
    let isNew = bits & bit == 0
    bits |= bit
    return isNew
  }

  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for group in 0..<8 where bits & 1 << UInt8(group) != 0 { body(group) }
  }
}
