import KernelTypes

/// 64 bytes of scalars: one register of AVX-512, two of AVX2, four of SSE2.
///
/// Swift's own SIMD types are not used, because most of their operators are
/// loops over the lanes. Here each is a vector instruction.
protocol SIMDVector<Scalar>: BitwiseCopyable, Sendable {
  associatedtype Scalar: VectorScalar where Scalar.Vector == Self
  /// The result of a comparison, for each lane.
  associatedtype Mask: BitwiseCopyable, Sendable

  /// How many scalars there are.
  static var laneCount: Int { get }
  /// 0, 1, 2 … in the lanes.
  static var laneIndices: Self { get }

  init(repeating scalar: Scalar)
  /// The vector that starts at `pointer`, at any alignment.
  static func load(_ pointer: UnsafePointer<Scalar>) -> Self
  /// Scalars for the first lanes, at most for all, and `rest` in the others: no
  /// other byte is read.
  static func load(
    _ pointer: UnsafePointer<Scalar>, count: Int, rest: Scalar
  ) -> Self
  func store(to pointer: UnsafeMutablePointer<Scalar>)
  /// One lane, by way of memory.
  subscript(lane: Int) -> Scalar { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  /// a × b + c in one rounding, where the processor has an instruction for it.
  static func fma(_ a: Self, _ b: Self, _ c: Self) -> Self

  static func .< (a: Self, b: Self) -> Mask
  static func .== (a: Self, b: Self) -> Mask
  static func .!= (a: Self, b: Self) -> Mask
  static func any(_ mask: Mask) -> Bool
  static func all(_ mask: Mask) -> Bool
  func replacing(with other: Self, where mask: Mask) -> Self

  // Sums in some lanes; in the others what was there.
  func adding(_ other: Self, where mask: Mask) -> Self
  /// a × b + c, where the factors are finite in the other lanes.
  static func fma(_ a: Self, _ b: Self, _ c: Self, where mask: Mask) -> Self

  /// 2^n, where the low bits hold n and the exponent's bias.
  func powerOfTwo() -> Self

  /// The largest lane, where none is NaN.
  func reduceMax() -> Scalar
  /// The sum of the lanes, in Double.
  func sum() -> Double
  /// Stores the lanes as Double.
  func widen(to values: UnsafeMutablePointer<Double>)
  /// Stores the sums with those of another vector, taken in Double.
  func widen(adding other: Self, to values: UnsafeMutablePointer<Double>)
  /// As many values, rounded.
  static func narrow(_ values: UnsafePointer<Double>) -> Self
}

extension SIMDVector {
  @inline(__always)
  static func += (a: inout Self, b: Self) { a = a + b }

  @inline(__always)
  static func * (a: Self, b: Scalar) -> Self { a * Self(repeating: b) }

  @inline(__always)
  static prefix func - (a: Self) -> Self { Self(repeating: 0) - a }

  /// The larger of each two lanes, and `self` where they do not compare.
  @inline(__always)
  func max(_ other: Self) -> Self {
    replacing(with: other, where: self .< other)
  }

  /// The smaller of each two lanes, and `self` where they do not compare.
  @inline(__always)
  func min(_ other: Self) -> Self {
    replacing(with: other, where: other .< self)
  }

  /// `self` with 0 in the lanes where `factor` is 0.
  @inline(__always)
  func zero(where factor: Self) -> Self {
    let zero = Self(repeating: 0)
    return replacing(with: zero, where: factor .== zero)
  }

  /// Adds the lanes to a sum, and starts again from 0.
  @inline(__always)
  mutating func spill(to total: inout Double) {
    total += sum()
    self = Self(repeating: 0)
  }
}
