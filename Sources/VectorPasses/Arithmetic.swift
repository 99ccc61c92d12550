/// How `a × b + c` is computed on an instruction set.
public protocol Arithmetic {
  /// a × b + c in every lane.
  static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint
}

/// One rounding, where the processor has the instruction.
///
/// Without it every lane would be a call of the C library's `fma`.
public enum FusedArithmetic: Arithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint {
    c.addingProduct(a, b)
  }
}

/// A product, then a sum: two roundings.
public enum SeparateArithmetic: Arithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint {
    a * b + c
  }
}
