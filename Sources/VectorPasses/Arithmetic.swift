/// How `a × b + c` is computed on an instruction set.
///
/// Each module that compiles the passes conforms a type of its own: that type
/// is part of the name of every function made from them, so that the linker
/// never takes a copy compiled for one instruction set for that of another.
public protocol Arithmetic {
  /// a × b + c in every lane.
  static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint

  /// 1 + r + q r² in every lane, for small r: in the order that rounds least.
  static func onePlus<V: SIMD>(_ r: V, _ q: V) -> V
  where V.Scalar: FloatingPoint
}

/// One rounding, where the processor has the instruction.
///
/// Without it every lane would be a call of the C library's `fma`.
public protocol FusedArithmetic: Arithmetic {}

extension FusedArithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint {
    c.addingProduct(a, b)
  }

  /// 1 + r (1 + r q): two roundings, of which the first is scaled by r.
  @inlinable @inline(__always)
  public static func onePlus<V: SIMD>(_ r: V, _ q: V) -> V
  where V.Scalar: FloatingPoint {
    let one = V(repeating: 1)
    return one.addingProduct(one.addingProduct(q, r), r)
  }
}

/// A product, then a sum: two roundings.
public protocol SeparateArithmetic: Arithmetic {}

extension SeparateArithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V
  where V.Scalar: FloatingPoint {
    a * b + c
  }

  /// 1 + (r + q r²): the products are small beside r, and r beside 1.
  @inlinable @inline(__always)
  public static func onePlus<V: SIMD>(_ r: V, _ q: V) -> V
  where V.Scalar: FloatingPoint {
    V(repeating: 1) + (q * (r * r) + r)
  }
}
