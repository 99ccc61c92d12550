import CShims
import KernelTypes

/// `Float` or `Double`: what the kernels need beyond `BinaryFloatingPoint`.
protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// 64 bytes of scalars.
  associatedtype Vector: SIMDVector where Vector.Scalar == Self

  /// Below it, `exp` has no normal result, and is 0 here.
  static var leastExponent: Self { get }

  /// Where the power of 2 that `exp` is a multiple of is 0: from here on, terms
  /// of sums are 0.
  static var zeroExponent: Self { get }

  /// What `exp` is made of: e^x = (1 + r + r² q) · scale in every lane.
  ///
  /// A term of a sum that has a 1 may lose a little the smaller it is.
  static func reduced(
    _ x: Vector, isTerm: Bool
  ) -> (r: Vector, q: Vector, scale: Vector)

  /// e^x, for x from the least exponent to 88.
  static func exponentialInRange(_ x: Vector) -> Vector

  /// Two factors of e^x, for a term of a sum; x from the zero exponent to 0.
  static func exponentialFactors(
    _ x: Vector
  ) -> (fraction: Vector, power: Vector)

  /// Stores Floats, as these scalars.
  static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Self>)

  /// As many of these scalars as a vector of Float has lanes, as Floats.
  static func floats(_ scalars: UnsafePointer<Self>) -> FloatVector

  /// Stores scalars in a format that there is of them, rounded to the nearest.
  static func narrow(
    _ scalars: UnsafePointer<Self>, _ count: Int, _ format: ElementFormat,
    to elements: UnsafeMutableRawPointer)

  /// Transposes a square of `side` elements: 2, 4, and for Float 8. A stride is
  /// the distance from row to row.
  static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Self>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Self>, _ toStride: Int)

  /// The side of the largest square.
  static var largestSquare: Int { get }

  /// log(1 + x) for x ≥ 0, more precisely than sums of these scalars are; NaN for
  /// NaN and +∞.
  static func logarithmOfOnePlus(_ x: DoubleVector) -> DoubleVector

  /// The classes of a strip, which is 16 bytes of each row.
  static var stripClasses: Int { get }

  /// Transposes a strip of at most as many rows as a vector has lanes: a vector
  /// for each class. Lanes without a row repeat the last.
  static func transposeStrip(
    _ from: UnsafePointer<Self>, _ stride: Int, rows: Int,
    to: UnsafeMutablePointer<Self>)
}

extension VectorScalar {
  @inline(__always)
  static var laneCount: Int { Vector.laneCount }
}

extension Float: VectorScalar {
  typealias Vector = FloatVector

  @inline(__always)
  static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Float>
  ) {
    floats.store(to: output)
  }

  @inline(__always)
  static func floats(_ scalars: UnsafePointer<Float>) -> FloatVector {
    .load(scalars)
  }

  @inline(__always)
  static var largestSquare: Int { 8 }

  @inline(__always)
  static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Float>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Float>, _ toStride: Int
  ) {
    switch side {
    case 8: float_transpose_8(from, fromStride, to, toStride)
    case 4: float_transpose_4(from, fromStride, to, toStride)
    default: float_transpose_2(from, fromStride, to, toStride)
    }
  }

  @inline(__always)
  static var stripClasses: Int { 4 }

  @inline(__always)
  static func transposeStrip(
    _ from: UnsafePointer<Float>, _ stride: Int, rows: Int,
    to: UnsafeMutablePointer<Float>
  ) {
    if rows == laneCount {
      float_transpose_strip(from, stride, to)
    } else {
      float_transpose_short_strip(from, stride, rows, to)
    }
  }
}

extension Double: VectorScalar {
  typealias Vector = DoubleVector

  @inline(__always)
  static func store(
    _ floats: FloatVector, to output: UnsafeMutablePointer<Double>
  ) {
    floats.widen(to: output)
  }

  @inline(__always)
  static func floats(_ scalars: UnsafePointer<Double>) -> FloatVector {
    .narrow(scalars)
  }

  /// There are no halves that are computed as Double.
  @inline(__always)
  static func narrow(
    _ scalars: UnsafePointer<Double>, _ count: Int, _ format: ElementFormat,
    to elements: UnsafeMutableRawPointer
  ) {
    elements.assumingMemoryBound(to: Double.self)
      .update(from: scalars, count: count)
  }

  @inline(__always)
  static var largestSquare: Int { 4 }

  @inline(__always)
  static func transposeSquare(
    _ side: Int, _ from: UnsafePointer<Double>, _ fromStride: Int,
    _ to: UnsafeMutablePointer<Double>, _ toStride: Int
  ) {
    switch side {
    case 4: double_transpose_4(from, fromStride, to, toStride)
    default: double_transpose_2(from, fromStride, to, toStride)
    }
  }

  @inline(__always)
  static var stripClasses: Int { 2 }

  @inline(__always)
  static func transposeStrip(
    _ from: UnsafePointer<Double>, _ stride: Int, rows: Int,
    to: UnsafeMutablePointer<Double>
  ) {
    if rows == laneCount {
      double_transpose_strip(from, stride, to)
    } else {
      double_transpose_short_strip(from, stride, rows, to)
    }
  }
}
