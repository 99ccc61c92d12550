/// A place in a row, or in several rows side by side, where one vector is read.
public protocol ClassPosition<Scalar> {
  associatedtype Scalar: VectorScalar

  /// The vector of a row here, or of rows side by side.
  func load(_ row: UnsafePointer<Scalar>) -> Scalar.Vector

  /// That of numbers which are the same for all rows, one a class.
  func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector
}

/// A vector of one row, or of several of the same length one after the other.
public struct RowPosition<Scalar: VectorScalar>: ClassPosition {
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
    return .load(row + index)
  }

  /// The values of the classes here.
  @inlinable @inline(__always)
  public func loadShared(_ values: UnsafePointer<Scalar>) -> Scalar.Vector {
    load(values)
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
