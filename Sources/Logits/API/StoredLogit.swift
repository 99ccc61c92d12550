/// What a logit can be stored as: `Float`, `Double`, `Float16` or ``BFloat16``.
///
/// Logits in half precision are computed as Float, which holds each of them
/// exactly. They are widened where they are read, so that only half as much
/// memory is. Results are stored in the type of the buffer that they are written
/// to, rounded once, to nearest, ties to even.
///
/// The requirements are the library's own; no other type can conform usefully.
public protocol StoredLogit: TargetElement {
  /// What is computed with, and what results are.
  associatedtype Scalar: LogitScalar
}

/// The upper half of a Float: its sign, its exponent, and 7 bits of its
/// significand.
///
/// A place to store a number, without arithmetic of its own.
public struct BFloat16: StoredLogit {
  /// What is computed with, and what results are.
  public typealias Scalar = Float

  /// The upper 16 bits of the Float.
  public var bitPattern: UInt16

  /// The number with these bits.
  @inlinable
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest number; of two that are as near, the one whose last bit is 0.
  ///
  /// Beyond the largest finite number that is infinity, and NaN stays NaN.
  @inlinable
  public init(_ value: Float) {
    let bits = value.bitPattern
    // A carry out of the significand makes the next power of 2, or infinity.
    let rounded = bits &+ 0x7fff &+ (bits >> 16 & 1)
    bitPattern = UInt16(
      truncatingIfNeeded: (value.isNaN ? bits | 0x40_0000 : rounded) >> 16)
  }

  /// How the library recognises it.
  public static var _type: _ElementType { .bfloat16 }
}

extension Float {
  /// The same number.
  @inlinable
  public init(_ value: BFloat16) {
    self.init(bitPattern: UInt32(value.bitPattern) << 16)
  }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: StoredLogit {
  /// What is computed with, and what results are.
  public typealias Scalar = Float

  /// How the library recognises it.
  public static var _type: _ElementType { .float16 }
}
#endif
