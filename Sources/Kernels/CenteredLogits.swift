import KernelTypes

/// z(x) − z(m): the logits of a row, transformed, less the largest of them.
///
/// The difference is taken before the transform where that is possible, so that
/// large logits lose nothing. It is made of maxima, a row's in each lane or one
/// in all.
protocol CenteredLogits<Scalar> {
  associatedtype Scalar: VectorScalar

  /// z(x) − z(m) in every lane.
  func centered(_ x: Scalar.Vector) -> Scalar.Vector

  /// Whether z is bounded: then an infinite logit is a number as well.
  static var isBounded: Bool { get }

  /// z′(x) in every lane.
  func slope(_ x: Scalar.Vector) -> Scalar.Vector
}

/// z(x) = x.
struct PlainLogits<Scalar: VectorScalar>: CenteredLogits {
  let maximum: Scalar.Vector

  @inline(__always)
  static var isBounded: Bool { false }

  @inline(__always)
  func centered(_ x: Scalar.Vector) -> Scalar.Vector { x - maximum }

  @inline(__always)
  func slope(_ x: Scalar.Vector) -> Scalar.Vector {
    Scalar.Vector(repeating: 1)
  }
}

/// z(x) = x / T.
struct ScaledLogits<Scalar: VectorScalar>: CenteredLogits {
  let maximum: Scalar.Vector
  let scale: Scalar.Vector

  @inline(__always)
  init(maximum: Scalar.Vector, _ transform: LogitTransform) {
    self.maximum = maximum
    scale = Scalar.Vector(repeating: Scalar(1 / transform.temperature))
  }

  @inline(__always)
  static var isBounded: Bool { false }

  @inline(__always)
  func centered(_ x: Scalar.Vector) -> Scalar.Vector {
    (x - maximum) * scale
  }

  @inline(__always)
  func slope(_ x: Scalar.Vector) -> Scalar.Vector { scale }
}
