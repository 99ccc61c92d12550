import CShims
import KernelTypes

// The requirements of SIMDVector, each one function of C.
extension FloatVector: SIMDVector {
  @inline(__always)
  init(repeating scalar: Float) { self.init(float_repeating(scalar)) }

  typealias Mask = float_mask

  @inline(__always)
  static var laneCount: Int { 16 }

  @inline(__always)
  static var laneIndices: FloatVector {
    Self(float_vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
  }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> Self {
    Self(float_load(pointer))
  }

  @inline(__always)
  static func load(
    _ pointer: UnsafePointer<Float>, count: Int, rest: Float
  ) -> Self {
    Self(float_load_part(pointer, count, rest))
  }

  @inline(__always)
  func store(to pointer: UnsafeMutablePointer<Float>) {
    float_store(lanes, pointer)
  }

  @inline(__always)
  subscript(lane: Int) -> Float { lanes[lane] }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self { Self(float_add(a.lanes, b.lanes)) }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self {
    Self(float_subtract(a.lanes, b.lanes))
  }

  @inline(__always)
  static func * (a: Self, b: Self) -> Self {
    Self(float_multiply(a.lanes, b.lanes))
  }

  @inline(__always)
  static func / (a: Self, b: Self) -> Self {
    Self(float_divide(a.lanes, b.lanes))
  }

  @inline(__always)
  static func fma(
    _ a: Self, _ b: Self, _ c: Self
  ) -> Self {
    Self(float_fma(a.lanes, b.lanes, c.lanes))
  }

  @inline(__always)
  static func .< (a: Self, b: Self) -> float_mask {
    float_less(a.lanes, b.lanes)
  }

  @inline(__always)
  static func .== (a: Self, b: Self) -> float_mask {
    float_equal(a.lanes, b.lanes)
  }

  @inline(__always)
  static func .!= (a: Self, b: Self) -> float_mask {
    float_unequal(a.lanes, b.lanes)
  }

  @inline(__always)
  static func any(_ mask: float_mask) -> Bool { float_any(mask) }

  @inline(__always)
  static func all(_ mask: float_mask) -> Bool { float_all(mask) }

  @inline(__always)
  func replacing(
    with other: Self, where mask: float_mask
  ) -> Self {
    Self(float_select(mask, other.lanes, lanes))
  }

  @inline(__always)
  func adding(_ other: Self, where mask: float_mask) -> Self {
    Self(float_add_where(mask, other.lanes, lanes))
  }

  @inline(__always)
  static func fma(
    _ a: Self, _ b: Self, _ c: Self, where mask: float_mask
  ) -> Self {
    Self(float_fma_where(mask, a.lanes, b.lanes, c.lanes))
  }

  @inline(__always)
  func powerOfTwo() -> Self { Self(float_power_of_two(lanes)) }

  #if POWERS_IN_REGISTERS
  /// 2^(k/8), where the low bits hold k.
  @inline(__always)
  func powerOfTwoEighths() -> Self {
    Self(float_power_of_two_eighths(lanes))
  }

  /// What the rounded power lacks, relative to it.
  @inline(__always)
  func powerOfTwoEighthsRest() -> Self {
    Self(float_power_of_two_eighths_rest(lanes))
  }
  #endif

  @inline(__always)
  func reduceMax() -> Float { float_reduce_max(lanes) }

  @inline(__always)
  func sum() -> Double {
    double_sum(double_add(float_widen_low(lanes), float_widen_high(lanes)))
  }

  @inline(__always)
  func widen(to values: UnsafeMutablePointer<Double>) {
    double_store(float_widen_low(lanes), values)
    double_store(float_widen_high(lanes), values + 8)
  }

  @inline(__always)
  func widen(
    adding other: Self, to values: UnsafeMutablePointer<Double>
  ) {
    double_store(
      double_add(float_widen_low(lanes), float_widen_low(other.lanes)), values)
    double_store(
      double_add(float_widen_high(lanes), float_widen_high(other.lanes)),
      values + 8)
  }

  @inline(__always)
  static func narrow(_ values: UnsafePointer<Double>) -> Self {
    Self(float_narrow(double_load(values), double_load(values + 8)))
  }
}
