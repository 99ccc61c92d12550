/// The weights of a row's logits in its loss: t = (α y + β) w, for target
/// probabilities y and class weights w.
///
/// The loss of a row is Σ t (log Σ exp z − z).
package struct TargetWeights<Scalar> {
  /// y; 0 where there are none.
  package let targets: Tile<Scalar>?
  /// w; 1 where there are none.
  package let classWeights: UnsafePointer<Scalar>?
  /// α.
  package let targetFactor: Double
  /// β.
  package let uniform: Double

  @inlinable @inline(__always)
  package init(
    targets: Tile<Scalar>?, classWeights: UnsafePointer<Scalar>? = nil,
    targetFactor: Double = 1, uniform: Double = 0
  ) {
    self.targets = targets
    self.classWeights = classWeights
    self.targetFactor = targetFactor
    self.uniform = uniform
  }
}
