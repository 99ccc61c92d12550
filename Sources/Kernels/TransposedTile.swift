import CShims
import KernelTypes

/// A transposed group of short rows, as many as a vector has lanes: each vector
/// holds one class of all of them, a row in each lane.
///
/// No sum or maximum has to be taken across lanes, and no lane is idle, which
/// is what makes short rows slow otherwise. Lanes without a row repeat the last.
struct TransposedTile<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  let start: UnsafeMutablePointer<Scalar>
  let classes: Int
  /// What is asked for while these rows are computed: those after them.
  let next: UnsafePointer<Scalar>

  /// 2 KiB: memory has at least so long to answer.
  @inline(__always)
  private static var prefetchDistance: Int {
    2048 / MemoryLayout<Scalar>.stride
  }

  /// A group that was transposed before.
  @inline(__always)
  init(at start: UnsafeMutablePointer<Scalar>, classes: Int) {
    self.start = start
    self.classes = classes
    next = UnsafePointer(start)
  }

  /// The rows of a tile from `first` on.
  @inline(__always)
  init(
    _ rows: Tile<Scalar>, _ first: Int,
    at start: UnsafeMutablePointer<Scalar>
  ) {
    let lanes = Scalar.laneCount
    self.start = start
    classes = rows.classes
    next = UnsafePointer(
      rows[first] + max(lanes * rows.rowStride, Self.prefetchDistance))
    if first + lanes > rows.rows {
      fill(from: rows, first)
    } else if classes >= Scalar.stripClasses, classes <= 16 {
      // Of longer rows, squares take fewer loads.
      forEachStrip { i in
        Scalar.transposeStrip(
          rows[first] + i, rows.rowStride, rows: lanes, to: start + i * lanes)
      }
    } else {
      Self.transpose(
        rows[first], stride: rows.rowStride, rows: lanes, classes: classes,
        to: start, stride: lanes)
    }
  }

  /// Fewer rows than lanes: the last is in all lanes that have none.
  @inline(never)
  private func fill(from rows: Tile<Scalar>, _ first: Int) {
    let lanes = Scalar.laneCount
    if classes >= Scalar.stripClasses {
      return forEachStrip { i in
        Scalar.transposeStrip(
          rows[first] + i, rows.rowStride, rows: rows.rows - first,
          to: start + i * lanes)
      }
    }
    for i in 0..<classes {
      for lane in 0..<lanes {
        start[i * lanes + lane] = rows[min(first + lane, rows.rows - 1)][i]
      }
    }
  }

  /// Transposes the group back, to the rows of a tile from `first` on.
  @inline(__always)
  func store(to rows: Tile<Scalar>, _ first: Int) {
    let lanes = Scalar.laneCount
    if first + lanes <= rows.rows {
      Self.transpose(
        start, stride: lanes, rows: classes, classes: lanes,
        to: rows[first], stride: rows.rowStride)
      return
    }
    storeFew(to: rows, first)
  }

  @inline(never)
  private func storeFew(to rows: Tile<Scalar>, _ first: Int) {
    Self.transpose(
      start, stride: Scalar.laneCount, rows: classes,
      classes: rows.rows - first, to: rows[first], stride: rows.rowStride)
  }

  /// Calls `body` with the first class of each strip; the last may overlap the
  /// one before.
  @inline(__always)
  private func forEachStrip(_ body: (_ first: Int) -> Void) {
    let width = Scalar.stripClasses
    var i = 0
    while i + width < classes {
      body(i)
      i += width
    }
    body(classes - width)
  }

  /// Long sums round too often: those of so few classes are added up in Double.
  @inline(__always)
  private static var partClasses: Int { 128 }

  @inline(__always)
  var isOnePart: Bool { classes <= Self.partClasses }

  /// Calls `body` with the group in parts that are summed in its type.
  @inline(__always)
  func forEachPart(_ body: (_ start: Int, _ part: Self) -> Void) {
    for first in stride(from: 0, to: classes, by: Self.partClasses) {
      body(
        first,
        Self(
          at: start + first * Scalar.laneCount,
          classes: Swift.min(Self.partClasses, classes - first)))
    }
  }

  /// One class of all rows.
  @inline(__always)
  subscript(index: Int) -> Vector {
    get { .load(start + index &* Scalar.laneCount) }
    nonmutating set { newValue.store(to: start + index &* Scalar.laneCount) }
  }

  /// Asks for a vector of the memory after these rows, while the processor is
  /// busy with the class of the same index.
  @inline(__always)
  func prefetchNext(_ index: Int) {
    vector_prefetch(next + index &* Scalar.laneCount)
  }

  /// Asks for the memory of a group's rows, which are without gaps or nearly so.
  @inline(__always)
  static func prefetch(_ rows: Tile<Scalar>, _ first: Int) {
    let start = rows[first]
    for i in 0..<rows.classes { vector_prefetch(start + i &* Scalar.laneCount) }
  }

  /// A matrix of the given shape, by the largest squares that fit in; those at
  /// the edges overlap.
  @inline(__always)
  static func transpose(
    _ from: UnsafePointer<Scalar>, stride fromStride: Int, rows: Int,
    classes: Int, to: UnsafeMutablePointer<Scalar>, stride toStride: Int
  ) {
    let side = Swift.min(rows, classes)
    if side >= Scalar.largestSquare {
      transpose(
        Scalar.largestSquare, from, fromStride, rows, classes, to, toStride)
    } else if side >= 4 {
      transpose(4, from, fromStride, rows, classes, to, toStride)
    } else if side >= 2 {
      transpose(2, from, fromStride, rows, classes, to, toStride)
    } else {
      for r in 0..<rows {
        for i in 0..<classes {
          to[i * toStride + r] = from[r * fromStride + i]
        }
      }
    }
  }

  @inline(__always)
  private static func transpose(
    _ side: Int, _ from: UnsafePointer<Scalar>, _ fromStride: Int, _ rows: Int,
    _ classes: Int, _ to: UnsafeMutablePointer<Scalar>, _ toStride: Int
  ) {
    var row = 0
    while true {
      var i = 0
      while true {
        Scalar.transposeSquare(
          side, from + row * fromStride + i, fromStride,
          to + i * toStride + row, toStride)
        if i + side >= classes { break }
        i = Swift.min(i + side, classes - side)
      }
      if row + side >= rows { break }
      row = Swift.min(row + side, rows - side)
    }
  }
}
