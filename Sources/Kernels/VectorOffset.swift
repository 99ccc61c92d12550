/// Where one vector is read: in a row, or in a transposed group of rows.
protocol VectorOffset<Scalar> {
  associatedtype Scalar: VectorScalar

  /// The vector of a row, or of a transposed group.
  func load(_ rows: UnsafePointer<Scalar>) -> Scalar.Vector

  /// The vector of numbers that all rows share, one per class.
  func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector
}

/// The offset of a vector in a row.
struct RowOffset<Scalar: VectorScalar>: VectorOffset {
  let index: Int
  /// What masks the vector, if it is the last.
  let tail: RowTail<Scalar>?

  @inline(__always)
  init(_ index: Int) {
    self.index = index
    tail = nil
  }

  @inline(__always)
  init(_ tail: RowTail<Scalar>) {
    index = tail.start
    self.tail = tail
  }

  /// 0 stands in lanes beyond a short row.
  @inline(__always)
  func load(_ row: UnsafePointer<Scalar>) -> Scalar.Vector {
    if let tail { return tail.load(row, filler: 0) }
    return .load(row + index)
  }

  @inline(__always)
  func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector {
    load(values)
  }

  /// `vector` with `filler` in the lanes that other offsets cover, or that are
  /// beyond the row.
  @inline(__always)
  func masked(
    _ vector: Scalar.Vector, filler: Scalar
  ) -> Scalar.Vector {
    if let tail { return tail.masked(vector, filler: filler) }
    return vector
  }
}

/// A class of a transposed group.
struct ClassOffset<Scalar: VectorScalar>: VectorOffset {
  let index: Int

  @inline(__always)
  init(_ index: Int) { self.index = index }

  @inline(__always)
  func load(_ group: UnsafePointer<Scalar>) -> Scalar.Vector {
    .load(group + index * Scalar.laneCount)
  }

  @inline(__always)
  func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector {
    Scalar.Vector(repeating: values[index])
  }
}
