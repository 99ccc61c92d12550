import KernelTypes

/// The target weights t of one row, or of a group of transposed rows.
struct VectorTargetWeights<Scalar: VectorScalar> {
  /// y: a row, or a transposed group.
  let targets: UnsafePointer<Scalar>?
  let classWeights: UnsafePointer<Scalar>?
  let targetFactor: Scalar.Vector
  let uniform: Scalar.Vector

  @inline(__always)
  init(_ weights: TargetWeights<Scalar>, targets: UnsafePointer<Scalar>?) {
    self.targets = targets
    classWeights = weights.classWeights
    targetFactor = Scalar.Vector(repeating: Scalar(weights.targetFactor))
    uniform = Scalar.Vector(repeating: Scalar(weights.uniform))
  }

  /// Those of a row of the tile.
  @inline(__always)
  init(_ weights: TargetWeights<Scalar>, row: Int) {
    if let targets = weights.targets {
      self.init(weights, targets: targets[row])
    } else {
      self.init(weights, targets: nil)
    }
  }

  @inline(__always)
  private init(
    _ weights: VectorTargetWeights, from firstClass: Int, width: Int
  ) {
    if let targets = weights.targets {
      self.targets = targets + firstClass * width
    } else {
      targets = nil
    }
    if let classWeights = weights.classWeights {
      self.classWeights = classWeights + firstClass
    } else {
      classWeights = nil
    }
    targetFactor = weights.targetFactor
    uniform = weights.uniform
  }

  /// Those from a class of the row on.
  @inline(__always)
  func dropping(_ classes: Int) -> VectorTargetWeights {
    VectorTargetWeights(self, from: classes, width: 1)
  }

  /// Those from a class of the group on.
  @inline(__always)
  func droppingOfGroup(_ classes: Int) -> VectorTargetWeights {
    VectorTargetWeights(self, from: classes, width: Scalar.laneCount)
  }

  /// t of the classes at an offset.
  @inline(__always)
  func vector(_ offset: some VectorOffset<Scalar>) -> Scalar.Vector {
    var t = uniform
    if let targets { t = offset.load(targets) * targetFactor + t }
    if let classWeights { t = t * offset.loadShared(classWeights) }
    return t
  }
}
