/// A vector type whose comparisons are single instructions.
///
/// The standard library has such comparisons for each concrete type of vector;
/// generic code would get those of `SIMD`, a loop over the lanes which costs
/// ten times as much. As requirements they are found by generic code as well.
public protocol ComparableVector: SIMD where Scalar: FloatingPoint {
  static func .< (a: Self, b: Self) -> SIMDMask<MaskStorage>
  static func .== (a: Self, b: Self) -> SIMDMask<MaskStorage>
}

extension SIMD16: ComparableVector where Scalar == Float {}
extension SIMD8: ComparableVector where Scalar == Double {}

extension ComparableVector {
  /// The larger of each two lanes, and `self` where they do not compare.
  @inlinable @inline(__always)
  func larger(_ other: Self) -> Self {
    replacing(with: other, where: self .< other)
  }

  /// `self` with 0 in the lanes where `factor` is 0.
  ///
  /// A comparison with a scalar would be that of `SIMD`.
  @inlinable @inline(__always)
  func zero(where factor: Self) -> Self {
    let zero = Self(repeating: 0)
    return replacing(with: zero, where: factor .== zero)
  }

  @inlinable @inline(__always)
  func largestLane() -> Scalar {
    var lanes = self
    var half = Self.scalarCount / 2
    while half > 0 {
      for i in 0..<half {
        lanes[i] = lanes[i] < lanes[i + half] ? lanes[i + half] : lanes[i]
      }
      half /= 2
    }
    return lanes[0]
  }
}
