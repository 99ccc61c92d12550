/// A floating-point type whose rows the passes can sweep with SIMD vectors.
///
/// `Float` and `Double` conform. The requirements are what the passes need
/// beyond `BinaryFloatingPoint`; they are not meant to be called from outside.
public protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Codable,
  Sendable, SIMDScalar
{
  /// 64 bytes of scalars: one AVX-512 register, two of AVX2, four of SSE2.
  associatedtype Vector: ComparableVector where Vector.Scalar == Self

  /// 0, 1, 2 … in the lanes.
  static var laneIndices: Vector { get }

  /// The sum of the lanes, in Double.
  static func sum(of vector: Vector) -> Double

  /// Below it, `exp` has no normal result, and is 0 here.
  static var leastExponent: Self { get }

  /// What `exp` is made of: e^x = (1 + r + r² q) · scale in every lane.
  static func reduced<A: Arithmetic>(
    _ x: Vector, _ arithmetic: A.Type
  ) -> (r: Vector, q: Vector, scale: Vector)
}

extension VectorScalar {
  @inlinable @inline(__always)
  static var laneCount: Int { Vector.scalarCount }

  /// The vector that starts at `pointer`, at any alignment.
  @inlinable @inline(__always)
  static func load(_ pointer: UnsafePointer<Self>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }

  @inlinable @inline(__always)
  static func store(_ vector: Vector, to pointer: UnsafeMutablePointer<Self>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
  }
}

extension Float: VectorScalar {
  /// 16 lanes.
  public typealias Vector = SIMD16<Float>

  /// 0, 1, 2 … in the lanes.
  @inlinable @inline(__always)
  public static var laneIndices: Vector {
    Vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  }

  /// The sum of the lanes, in Double.
  @inlinable @inline(__always)
  public static func sum(of vector: Vector) -> Double {
    Double.sum(
      of: SIMD8<Double>(vector.lowHalf) + SIMD8<Double>(vector.highHalf))
  }
}

extension Double: VectorScalar {
  /// 8 lanes.
  public typealias Vector = SIMD8<Double>

  /// 0, 1, 2 … in the lanes.
  @inlinable @inline(__always)
  public static var laneIndices: Vector { Vector(0, 1, 2, 3, 4, 5, 6, 7) }

  /// The sum of the lanes, in Double.
  @inlinable @inline(__always)
  public static func sum(of vector: Vector) -> Double {
    let four = vector.lowHalf + vector.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
