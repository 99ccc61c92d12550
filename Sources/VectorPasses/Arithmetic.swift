/// How `a × b + c` is computed on an instruction set.
///
/// Each module that compiles the passes conforms a type of its own: that type
/// is part of the name of every function made from them, so that the linker
/// never takes a copy compiled for one instruction set for that of another.
public protocol Arithmetic {
  /// a × b + c in every lane.
  static func multiplyAdd<V: Vector>(_ a: V, _ b: V, _ c: V) -> V

  /// Whether that is one rounding.
  static var isFused: Bool { get }
}

/// One rounding, where the processor has the instruction.
///
/// Without it every lane would be a call of the C library's `fma`.
public protocol FusedArithmetic: Arithmetic {}

extension FusedArithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: Vector>(_ a: V, _ b: V, _ c: V) -> V {
    V.fuse(a, b, c)
  }

  /// One rounding.
  @inlinable @inline(__always)
  public static var isFused: Bool { true }
}

/// A product, then a sum: two roundings.
public protocol SeparateArithmetic: Arithmetic {}

extension SeparateArithmetic {
  /// a × b + c in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd<V: Vector>(_ a: V, _ b: V, _ c: V) -> V {
    a * b + c
  }

  /// Two roundings.
  @inlinable @inline(__always)
  public static var isFused: Bool { false }
}
