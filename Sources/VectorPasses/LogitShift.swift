/// z(x) − z(m): the logits of a row, transformed, less the largest of them.
///
/// The difference is taken before the transform where that is possible, so that
/// large logits lose nothing.
public protocol LogitShift<Scalar> {
  associatedtype Scalar: VectorScalar

  /// z(x) − z(m) in every lane.
  func shifted(_ x: Scalar.Vector) -> Scalar.Vector

  /// Whether z is bounded: then an infinite logit is a number as well.
  static var isBounded: Bool { get }

  /// z′(x) in every lane.
  func slope(_ x: Scalar.Vector) -> Scalar.Vector
}

/// z(x) = x.
public struct PlainShift<Scalar: VectorScalar>: LogitShift {
  @usableFromInline let maximum: Scalar.Vector

  /// The shift of rows with these maxima, a row in each lane or one in all.
  @inlinable @inline(__always)
  public init(maximum: Scalar.Vector) {
    self.maximum = maximum
  }

  /// Infinite logits stay so.
  @inlinable @inline(__always)
  public static var isBounded: Bool { false }

  /// x − m.
  @inlinable @inline(__always)
  public func shifted(_ x: Scalar.Vector) -> Scalar.Vector { x - maximum }

  /// The slope is 1.
  @inlinable @inline(__always)
  public func slope(_ x: Scalar.Vector) -> Scalar.Vector {
    Scalar.Vector(repeating: 1)
  }
}

/// z(x) = x / T.
public struct ScaledShift<Scalar: VectorScalar>: LogitShift {
  @usableFromInline let maximum: Scalar.Vector
  @usableFromInline let scale: Scalar.Vector

  /// The shift of rows with these maxima, a row in each lane or one in all.
  @inlinable @inline(__always)
  public init(maximum: Scalar.Vector, _ transform: LogitTransform) {
    self.maximum = maximum
    scale = Scalar.Vector(repeating: Scalar(1 / transform.temperature))
  }

  /// Infinite logits stay so.
  @inlinable @inline(__always)
  public static var isBounded: Bool { false }

  /// (x − m) / T.
  @inlinable @inline(__always)
  public func shifted(_ x: Scalar.Vector) -> Scalar.Vector {
    (x - maximum) * scale
  }

  /// The slope is 1 / T.
  @inlinable @inline(__always)
  public func slope(_ x: Scalar.Vector) -> Scalar.Vector { scale }
}
