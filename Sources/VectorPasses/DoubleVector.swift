// What Vector says of its requirements is not repeated here.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import CVectors

/// 8 lanes of Double.
public struct DoubleVector: Vector {
  @usableFromInline let lanes: double_vector

  @inlinable @inline(__always)
  init(_ lanes: double_vector) { self.lanes = lanes }

  @inlinable @inline(__always)
  public init(repeating scalar: Double) { lanes = double_repeating(scalar) }
}

// The requirements of Vector, each one function of C.
extension DoubleVector {
  public typealias Mask = double_mask

  @inlinable @inline(__always)
  public static var laneCount: Int { 8 }

  @inlinable @inline(__always)
  public static var laneIndices: DoubleVector {
    DoubleVector(double_vector(0, 1, 2, 3, 4, 5, 6, 7))
  }

  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Double>) -> DoubleVector {
    DoubleVector(double_load(pointer))
  }

  @inlinable @inline(__always)
  public func store(to pointer: UnsafeMutablePointer<Double>) {
    double_store(lanes, pointer)
  }

  @inlinable @inline(__always)
  public subscript(lane: Int) -> Double { lanes[lane] }

  @inlinable @inline(__always)
  public static func + (a: DoubleVector, b: DoubleVector) -> DoubleVector {
    DoubleVector(double_add(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func - (a: DoubleVector, b: DoubleVector) -> DoubleVector {
    DoubleVector(double_subtract(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func * (a: DoubleVector, b: DoubleVector) -> DoubleVector {
    DoubleVector(double_multiply(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func / (a: DoubleVector, b: DoubleVector) -> DoubleVector {
    DoubleVector(double_divide(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func fuse(
    _ a: DoubleVector, _ b: DoubleVector, _ c: DoubleVector
  ) -> DoubleVector {
    DoubleVector(double_fuse(a.lanes, b.lanes, c.lanes))
  }

  @inlinable @inline(__always)
  public static func .< (a: DoubleVector, b: DoubleVector) -> double_mask {
    double_less(a.lanes, b.lanes)
  }

  @inlinable @inline(__always)
  public static func .== (a: DoubleVector, b: DoubleVector) -> double_mask {
    double_equal(a.lanes, b.lanes)
  }

  @inlinable @inline(__always)
  public static func any(_ mask: double_mask) -> Bool { double_any(mask) }

  @inlinable @inline(__always)
  public func replacing(
    with other: DoubleVector, where mask: double_mask
  ) -> DoubleVector {
    DoubleVector(double_select(mask, other.lanes, lanes))
  }

  @inlinable @inline(__always)
  public func power() -> DoubleVector { DoubleVector(double_power(lanes)) }

  @inlinable @inline(__always)
  public func largestLane() -> Double { double_largest(lanes) }

  @inlinable @inline(__always)
  public func sum() -> Double { double_sum(lanes) }

  @inlinable @inline(__always)
  public func widen(to values: UnsafeMutablePointer<Double>) {
    store(to: values)
  }

  @inlinable @inline(__always)
  public func widen(
    adding other: DoubleVector, to values: UnsafeMutablePointer<Double>
  ) {
    (self + other).store(to: values)
  }

  @inlinable @inline(__always)
  public static func narrow(_ values: UnsafePointer<Double>) -> DoubleVector {
    load(values)
  }
}

// What the logarithm takes apart.
extension DoubleVector {
  /// x · 2¹⁰²², for subnormal x ≥ 0; no arithmetic with x, which takes longer.
  @inlinable @inline(__always)
  func fromSubnormal() -> DoubleVector {
    DoubleVector(double_from_subnormal(lanes))
  }

  /// k and m of 2^k m with m in [√½, √2), for positive normal numbers.
  @inlinable @inline(__always)
  func exponentAndFraction() -> (k: DoubleVector, m: DoubleVector) {
    (
      DoubleVector(double_exponent(lanes)),
      DoubleVector(double_fraction(lanes))
    )
  }
}
