// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// The weights of a row's logits in its loss: t = (α y + β) w, for target
/// probabilities y and class weights w.
///
/// The loss of a row is Σ t (log Σ exp z − z).
public struct TargetWeights<Scalar> {
  /// y; 0 where there are none.
  public let targets: Tile<Scalar>?
  /// w; 1 where there are none.
  public let classWeights: UnsafePointer<Scalar>?
  /// α.
  public let targetFactor: Double
  /// β.
  public let uniform: Double

  @inlinable @inline(__always)
  public init(
    targets: Tile<Scalar>?, classWeights: UnsafePointer<Scalar>? = nil,
    targetFactor: Double = 1, uniform: Double = 0
  ) {
    self.targets = targets
    self.classWeights = classWeights
    self.targetFactor = targetFactor
    self.uniform = uniform
  }
}
