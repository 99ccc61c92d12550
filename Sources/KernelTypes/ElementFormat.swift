/// How the elements of rows are stored.
public enum ElementFormat: Sendable {
  /// As the type that is computed in.
  case scalar
  /// As IEEE's binary16.
  case float16
  /// As the upper half of a Float.
  case bfloat16

  /// The bytes of an element.
  @inlinable @inline(__always)
  public func size<Scalar>(_: Scalar.Type) -> Int {
    self == .scalar ? MemoryLayout<Scalar>.stride : 2
  }
}
