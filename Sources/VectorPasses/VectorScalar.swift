import CVectors

/// A floating-point type whose rows the passes can sweep with vectors.
///
/// `Float` and `Double` conform. The requirements are what the passes need
/// beyond `BinaryFloatingPoint`; they are not meant to be called from outside.
public protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// 64 bytes of scalars.
  associatedtype Vector: VectorPasses.Vector where Vector.Scalar == Self

  /// Below it, `exp` has no normal result, and is 0 here.
  static var leastExponent: Self { get }

  /// What `exp` is made of: e^x = (1 + r + r² q) · scale in every lane.
  ///
  /// A term of a sum that has a 1 may lose a little the smaller it is.
  static func reduced<A: Arithmetic>(
    _ x: Vector, _ arithmetic: A.Type, isTerm: Bool
  ) -> (r: Vector, q: Vector, scale: Vector)

  /// Stores Floats, as these scalars.
  static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Self>)

  /// Makes rows of a matrix columns of another; each row has `stride` elements
  /// to the next.
  ///
  /// Whole squares of `side` elements; there is one for 2, 4, and for Float 8.
  static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Self>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Self>, _ toStride: Int)

  /// The side of the largest square.
  static var largestSquare: Int { get }
}

extension VectorScalar {
  @inlinable @inline(__always)
  static var laneCount: Int { Vector.laneCount }
}

extension Float: VectorScalar {
  /// 16 lanes.
  public typealias Vector = FloatVector

  /// Stores Floats.
  @inlinable @inline(__always)
  public static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Float>
  ) {
    floats.store(to: output)
  }

  /// The side of the largest square.
  @inlinable @inline(__always)
  public static var largestSquare: Int { 8 }

  /// Makes rows of a square columns.
  @inlinable @inline(__always)
  public static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Float>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Float>, _ toStride: Int
  ) {
    switch side {
    case 8: float_transpose_8(from, fromStride, to, toStride)
    case 4: float_transpose_4(from, fromStride, to, toStride)
    default: float_transpose_2(from, fromStride, to, toStride)
    }
  }
}

extension Double: VectorScalar {
  /// 8 lanes.
  public typealias Vector = DoubleVector

  /// Stores Floats as Doubles.
  @inlinable @inline(__always)
  public static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Double>
  ) {
    floats.widen(to: output)
  }

  /// The side of the largest square.
  @inlinable @inline(__always)
  public static var largestSquare: Int { 4 }

  /// Makes rows of a square columns.
  @inlinable @inline(__always)
  public static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Double>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Double>, _ toStride: Int
  ) {
    switch side {
    case 4: double_transpose_4(from, fromStride, to, toStride)
    default: double_transpose_2(from, fromStride, to, toStride)
    }
  }
}
