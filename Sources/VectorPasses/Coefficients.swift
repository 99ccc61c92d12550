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

/// The coefficients of one row, or of a group of rows made columns.
@usableFromInline
struct RowCoefficients<Scalar: VectorScalar> {
  /// y: a row, or columns.
  @usableFromInline let targets: UnsafePointer<Scalar>?
  @usableFromInline let classWeights: UnsafePointer<Scalar>?
  @usableFromInline let targetFactor: Scalar.Vector
  @usableFromInline let uniform: Scalar.Vector

  @inlinable @inline(__always)
  init(
    targets: UnsafePointer<Scalar>?, classWeights: UnsafePointer<Scalar>?,
    targetFactor: Scalar.Vector, uniform: Scalar.Vector
  ) {
    self.targets = targets
    self.classWeights = classWeights
    self.targetFactor = targetFactor
    self.uniform = uniform
  }

  @inlinable @inline(__always)
  init(
    _ coefficients: Coefficients<Scalar>, targets: UnsafePointer<Scalar>?
  ) {
    self.init(
      targets: targets, classWeights: coefficients.classWeights,
      targetFactor: Scalar.Vector(
        repeating: Scalar(coefficients.targetFactor)),
      uniform: Scalar.Vector(repeating: Scalar(coefficients.uniform)))
  }

  /// Those from a class of the row on.
  @inlinable @inline(__always)
  func advanced(by classes: Int) -> RowCoefficients {
    RowCoefficients(
      targets: targets.map { $0 + classes },
      classWeights: classWeights.map { $0 + classes },
      targetFactor: targetFactor, uniform: uniform)
  }

  /// t of the classes at a position.
  @inlinable @inline(__always)
  func vector(_ position: some ClassPosition<Scalar>) -> Scalar.Vector {
    var t = uniform
    if let targets { t = position.load(targets) * targetFactor + t }
    if let classWeights { t = t * position.loadShared(classWeights) }
    return t
  }
}
