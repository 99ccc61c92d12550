import CShims
import KernelTypes

// The requirements of SIMDVector, each one function of C.
extension DoubleVector: SIMDVector {
  @inline(__always)
  init(repeating scalar: Double) { self.init(double_repeating(scalar)) }

  typealias Mask = double_mask

  @inline(__always)
  static var laneCount: Int { 8 }

  @inline(__always)
  static var laneIndices: DoubleVector {
    Self(double_vector(0, 1, 2, 3, 4, 5, 6, 7))
  }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Double>) -> Self {
    Self(double_load(pointer))
  }

  @inline(__always)
  static func load(
    _ pointer: UnsafePointer<Double>, count: Int, rest: Double
  ) -> Self {
    Self(double_load_part(pointer, count, rest))
  }

  @inline(__always)
  func store(to pointer: UnsafeMutablePointer<Double>) {
    double_store(lanes, pointer)
  }

  @inline(__always)
  subscript(lane: Int) -> Double { lanes[lane] }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self {
    Self(double_add(a.lanes, b.lanes))
  }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self {
    Self(double_subtract(a.lanes, b.lanes))
  }

  @inline(__always)
  static func * (a: Self, b: Self) -> Self {
    Self(double_multiply(a.lanes, b.lanes))
  }

  @inline(__always)
  static func / (a: Self, b: Self) -> Self {
    Self(double_divide(a.lanes, b.lanes))
  }

  @inline(__always)
  static func fma(
    _ a: Self, _ b: Self, _ c: Self
  ) -> Self {
    Self(double_fma(a.lanes, b.lanes, c.lanes))
  }

  @inline(__always)
  static func .< (a: Self, b: Self) -> double_mask {
    double_less(a.lanes, b.lanes)
  }

  @inline(__always)
  static func .== (a: Self, b: Self) -> double_mask {
    double_equal(a.lanes, b.lanes)
  }

  @inline(__always)
  static func .!= (a: Self, b: Self) -> double_mask {
    double_unequal(a.lanes, b.lanes)
  }

  @inline(__always)
  static func any(_ mask: double_mask) -> Bool { double_any(mask) }

  @inline(__always)
  static func all(_ mask: double_mask) -> Bool { double_all(mask) }

  @inline(__always)
  func replacing(
    with other: Self, where mask: double_mask
  ) -> Self {
    Self(double_select(mask, other.lanes, lanes))
  }

  @inline(__always)
  func adding(_ other: Self, where mask: double_mask) -> Self {
    Self(double_add_where(mask, other.lanes, lanes))
  }

  @inline(__always)
  static func fma(
    _ a: Self, _ b: Self, _ c: Self, where mask: double_mask
  ) -> Self {
    Self(double_fma_where(mask, a.lanes, b.lanes, c.lanes))
  }

  @inline(__always)
  func powerOfTwo() -> Self { Self(double_power_of_two(lanes)) }

  @inline(__always)
  func reduceMax() -> Double { double_reduce_max(lanes) }

  @inline(__always)
  func sum() -> Double { double_sum(lanes) }

  @inline(__always)
  func widen(to values: UnsafeMutablePointer<Double>) { store(to: values) }

  @inline(__always)
  func widen(
    adding other: Self, to values: UnsafeMutablePointer<Double>
  ) {
    (self + other).store(to: values)
  }

  @inline(__always)
  static func narrow(_ values: UnsafePointer<Double>) -> Self { load(values) }
}

// What the logarithm takes apart.
extension DoubleVector {
  /// x · 2¹⁰²², for subnormal x ≥ 0; no arithmetic with x, which takes longer.
  @inline(__always)
  func fromSubnormal() -> Self { Self(double_from_subnormal(lanes)) }

  /// k and m of 2^k m with m in [√½, √2), for positive normal numbers.
  @inline(__always)
  func exponentAndFraction() -> (k: Self, m: Self) {
    (
      Self(double_exponent(lanes)),
      Self(double_fraction(lanes))
    )
  }
}
