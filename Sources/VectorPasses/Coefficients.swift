/// What the logits of a row weigh in its loss: t = (α y + β) w, for target
/// probabilities y and class weights w.
///
/// The loss of a row is Σ t (log Σ exp z − z).
public struct Coefficients<Scalar> {
  /// y; 0 where there are none.
  public let targets: RowTile<Scalar>?
  /// w; 1 where there are none.
  public let classWeights: UnsafePointer<Scalar>?
  /// α.
  public let targetFactor: Double
  /// β.
  public let uniform: Double

  /// Coefficients of the rows of a tile.
  @inlinable @inline(__always)
  public init(
    targets: RowTile<Scalar>?, classWeights: UnsafePointer<Scalar>?,
    targetFactor: Double, uniform: Double
  ) {
    self.targets = targets
    self.classWeights = classWeights
    self.targetFactor = targetFactor
    self.uniform = uniform
  }
}

/// The coefficients of one row, of a kind that is known to the compiler.
public protocol RowCoefficients<Scalar> {
  associatedtype Scalar: VectorScalar

  /// The coefficients of the classes at a position.
  func vector(_ position: RowPosition<Scalar>) -> Scalar.Vector
}

/// t = β.
public struct UniformCoefficients<Scalar: VectorScalar>: RowCoefficients {
  @usableFromInline let uniform: Scalar.Vector

  /// The same for all classes.
  @inlinable @inline(__always)
  public init(_ coefficients: Coefficients<Scalar>) {
    uniform = Scalar.Vector(repeating: Scalar(coefficients.uniform))
  }

  /// β.
  @inlinable @inline(__always)
  public func vector(_ position: RowPosition<Scalar>) -> Scalar.Vector {
    uniform
  }
}

/// t = α y + β.
public struct TargetCoefficients<Scalar: VectorScalar>: RowCoefficients {
  @usableFromInline let targets: UnsafePointer<Scalar>
  @usableFromInline let factor: Scalar.Vector
  @usableFromInline let uniform: Scalar.Vector

  /// Those of a row with these targets.
  @inlinable @inline(__always)
  public init(
    _ coefficients: Coefficients<Scalar>, _ targets: UnsafePointer<Scalar>
  ) {
    self.targets = targets
    factor = Scalar.Vector(repeating: Scalar(coefficients.targetFactor))
    uniform = Scalar.Vector(repeating: Scalar(coefficients.uniform))
  }

  /// α y + β.
  @inlinable @inline(__always)
  public func vector(_ position: RowPosition<Scalar>) -> Scalar.Vector {
    position.load(targets) * factor + uniform
  }
}

/// Other coefficients, times w.
public struct WeightedCoefficients<Base: RowCoefficients>: RowCoefficients {
  @usableFromInline let base: Base
  @usableFromInline let weights: UnsafePointer<Base.Scalar>

  /// Those of a row whose classes have these weights.
  @inlinable @inline(__always)
  public init(_ base: Base, _ weights: UnsafePointer<Base.Scalar>) {
    self.base = base
    self.weights = weights
  }

  /// t w.
  @inlinable @inline(__always)
  public func vector(
    _ position: RowPosition<Base.Scalar>
  ) -> Base.Scalar.Vector {
    base.vector(position) * position.load(weights)
  }
}
