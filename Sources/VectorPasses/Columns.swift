import CVectors

/// A group of short rows, as many as a vector has lanes, made columns: each
/// vector has one class of all of them, a row in each lane.
///
/// No sum or maximum has to be taken across lanes, and no lane is idle, which
/// is what makes short rows slow otherwise. Lanes without a row repeat the last.
///
/// The arithmetic is not used: it names the module that these are compiled in.
@usableFromInline
struct Columns<Scalar: VectorScalar, A: Arithmetic> {
  @usableFromInline typealias Vector = Scalar.Vector

  @usableFromInline let start: UnsafeMutablePointer<Scalar>
  @usableFromInline let classes: Int
  /// What comes after these rows, if they are not the last.
  @usableFromInline let next: UnsafePointer<Scalar>

  /// Columns that are there already.
  @inlinable @inline(__always)
  init(at start: UnsafeMutablePointer<Scalar>, classes: Int) {
    self.start = start
    self.classes = classes
    next = UnsafePointer(start)
  }

  /// The rows of a tile from `first` on.
  @inlinable @inline(__always)
  init(
    _ rows: RowTile<Scalar>, _ first: Int,
    at start: UnsafeMutablePointer<Scalar>
  ) {
    let lanes = Scalar.laneCount
    self.start = start
    classes = rows.classes
    next = rows[first + lanes]
    if first + lanes <= rows.rows {
      Self.transpose(
        rows[first], stride: rows.rowStride, rows: lanes, classes: classes,
        to: start, stride: lanes)
      return
    }
    for lane in 0..<lanes {
      let row = rows[Swift.min(first + lane, rows.rows - 1)]
      for i in 0..<classes { start[i * lanes + lane] = row[i] }
    }
  }

  /// Makes rows of the columns again, those that the tile has from `first` on.
  @inlinable @inline(__always)
  func store(to rows: MutableRowTile<Scalar>, _ first: Int) {
    let lanes = Scalar.laneCount
    if first + lanes <= rows.rows {
      Self.transpose(
        start, stride: lanes, rows: classes, classes: lanes,
        to: rows[first], stride: rows.rowStride)
      return
    }
    for lane in 0..<rows.rows - first {
      for i in 0..<classes { rows[first + lane][i] = start[i * lanes + lane] }
    }
  }

  /// One class of all rows.
  @inlinable @inline(__always)
  subscript(index: Int) -> Vector {
    get { .load(start + index * Scalar.laneCount) }
    nonmutating set { newValue.store(to: start + index * Scalar.laneCount) }
  }

  /// Asks for the vector of memory after these rows that has this index, while
  /// the processor is busy with the column.
  @inlinable @inline(__always)
  func prefetchNext(_ index: Int) {
    vector_prefetch(next + index * Scalar.laneCount)
  }

  /// The largest element of each row.
  @inlinable @inline(__always)
  func maxima() -> Vector {
    var largest = Vector(repeating: -.infinity)
    for i in 0..<classes { largest = largest.larger(self[i]) }
    return largest
  }

  /// A matrix of the given shape, by the largest squares that fit in; those at
  /// the edges overlap.
  @inlinable @inline(__always)
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

  @inlinable @inline(__always)
  static func transpose(
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

/// A class of columns, where one vector is read.
@usableFromInline
struct ColumnPosition<Scalar: VectorScalar>: ClassPosition {
  @usableFromInline let index: Int

  @inlinable @inline(__always)
  init(_ index: Int) { self.index = index }

  /// That class of columns which start there.
  @inlinable @inline(__always)
  func load(_ columns: UnsafePointer<Scalar>) -> Scalar.Vector {
    .load(columns + index * Scalar.laneCount)
  }

  /// The value of the class, for all rows.
  @inlinable @inline(__always)
  func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector {
    Scalar.Vector(repeating: values[index])
  }
}
