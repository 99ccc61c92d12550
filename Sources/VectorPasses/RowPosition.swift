/// A place in a row where one vector is read, from one row or from several of
/// the same length.
public struct RowPosition<Scalar: VectorScalar> {
  @usableFromInline let index: Int
  @usableFromInline let end: RowEnd<Scalar>?

  /// The vector that starts at this element.
  @inlinable @inline(__always)
  init(_ index: Int) {
    self.index = index
    end = nil
  }

  /// The last vector.
  @inlinable @inline(__always)
  init(_ end: RowEnd<Scalar>) {
    index = end.start
    self.end = end
  }

  /// The vector of a row here; 0 stands in lanes beyond a short row.
  @inlinable @inline(__always)
  public func load(_ row: UnsafePointer<Scalar>) -> Scalar.Vector {
    if let end { return end.load(row, filler: 0) }
    return Scalar.load(row + index)
  }

  /// `vector` with `filler` in the lanes that other positions cover, or that are
  /// beyond the row.
  @inlinable @inline(__always)
  func uncovered(
    _ vector: Scalar.Vector, filler: Scalar
  ) -> Scalar.Vector {
    end?.uncovered(vector, filler: filler) ?? vector
  }
}
