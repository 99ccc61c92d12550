// What Vector says of its requirements is not repeated here.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import CVectors

/// 16 lanes of Float.
public struct FloatVector: Vector {
  @usableFromInline let lanes: float_vector

  @inlinable @inline(__always)
  init(_ lanes: float_vector) { self.lanes = lanes }

  @inlinable @inline(__always)
  public init(repeating scalar: Float) { lanes = float_repeating(scalar) }
}

// The requirements of Vector, each one function of C.
extension FloatVector {
  public typealias Mask = float_mask

  @inlinable @inline(__always)
  public static var laneCount: Int { 16 }

  @inlinable @inline(__always)
  public static var laneIndices: FloatVector {
    FloatVector(
      float_vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
  }

  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Float>) -> FloatVector {
    FloatVector(float_load(pointer))
  }

  @inlinable @inline(__always)
  public func store(to pointer: UnsafeMutablePointer<Float>) {
    float_store(lanes, pointer)
  }

  @inlinable @inline(__always)
  public subscript(lane: Int) -> Float { lanes[lane] }

  @inlinable @inline(__always)
  public static func + (a: FloatVector, b: FloatVector) -> FloatVector {
    FloatVector(float_add(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func - (a: FloatVector, b: FloatVector) -> FloatVector {
    FloatVector(float_subtract(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func * (a: FloatVector, b: FloatVector) -> FloatVector {
    FloatVector(float_multiply(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func / (a: FloatVector, b: FloatVector) -> FloatVector {
    FloatVector(float_divide(a.lanes, b.lanes))
  }

  @inlinable @inline(__always)
  public static func fuse(
    _ a: FloatVector, _ b: FloatVector, _ c: FloatVector
  ) -> FloatVector {
    FloatVector(float_fuse(a.lanes, b.lanes, c.lanes))
  }

  @inlinable @inline(__always)
  public static func .< (a: FloatVector, b: FloatVector) -> float_mask {
    float_less(a.lanes, b.lanes)
  }

  @inlinable @inline(__always)
  public static func .== (a: FloatVector, b: FloatVector) -> float_mask {
    float_equal(a.lanes, b.lanes)
  }

  @inlinable @inline(__always)
  public static func any(_ mask: float_mask) -> Bool { float_any(mask) }

  @inlinable @inline(__always)
  public func replacing(
    with other: FloatVector, where mask: float_mask
  ) -> FloatVector {
    FloatVector(float_select(mask, other.lanes, lanes))
  }

  @inlinable @inline(__always)
  public func power() -> FloatVector { FloatVector(float_power(lanes)) }

  @inlinable @inline(__always)
  public func largestLane() -> Float { float_largest(lanes) }

  @inlinable @inline(__always)
  public func sum() -> Double {
    double_sum(
      double_add(float_widen_low(lanes), float_widen_high(lanes)))
  }

  @inlinable @inline(__always)
  public func widen(to values: UnsafeMutablePointer<Double>) {
    double_store(float_widen_low(lanes), values)
    double_store(float_widen_high(lanes), values + 8)
  }

  @inlinable @inline(__always)
  public func widen(
    adding other: FloatVector, to values: UnsafeMutablePointer<Double>
  ) {
    double_store(
      double_add(float_widen_low(lanes), float_widen_low(other.lanes)), values)
    double_store(
      double_add(float_widen_high(lanes), float_widen_high(other.lanes)),
      values + 8)
  }

  @inlinable @inline(__always)
  public static func narrow(_ values: UnsafePointer<Double>) -> FloatVector {
    FloatVector(float_narrow(double_load(values), double_load(values + 8)))
  }
}
