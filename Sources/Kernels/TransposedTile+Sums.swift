// What the kernels take from a group: a number for each row, in its lane.
extension TransposedTile {
  /// The largest element of each row.
  @inline(__always)
  func maxima() -> Vector {
    var largest = Vector(repeating: -.infinity)
    for i in 0..<classes { largest = largest.max(self[i]) }
    return largest
  }

  /// Σ exp(z(x) − z(m)).
  @inline(__always)
  func exponentialSum(
    maxima m: Vector, _ logits: some CenteredLogits<Scalar>
  ) -> ExponentialSum<Scalar> {
    var sum = ExponentialSum<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      sum.add(of: x, centered: logits.centered(x))
    }
    return sum
  }

  /// Σ exp(z(x) − z(m)) of a part of longer rows, the largest among the others.
  @inline(__always)
  func exponentialSum(_ logits: some CenteredLogits<Scalar>) -> Vector {
    var sum = Vector(repeating: 0)
    for i in 0..<classes {
      sum = Scalar.addExponential(of: logits.centered(self[i]), to: sum)
    }
    return sum
  }

  /// The sums of exp(x − m), which takes the place of x.
  @inline(__always)
  func replaceByExponentials(maxima m: Vector) -> ExponentialSum<Scalar> {
    var sum = ExponentialSum<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      let exponential = Scalar.exponential(x - m)
      self[i] = exponential
      sum.add(exponential, of: x)
    }
    return sum
  }

  /// Σ t (z(x) − z(m)) and Σ t; a t of 0 adds 0.
  @inline(__always)
  func dotAndSum(
    _ logits: some CenteredLogits<Scalar>,
    _ weights: VectorTargetWeights<Scalar>
  ) -> (dot: Vector, sum: Vector) {
    var dot = Vector(repeating: 0)
    var sum = Vector(repeating: 0)
    for i in 0..<classes {
      let t = weights.vector(ClassOffset<Scalar>(i))
      dot += (t * logits.centered(self[i])).zero(where: t)
      sum += t
    }
    return (dot, sum)
  }

  /// With e = exp(z(x) − z(m)) the sums of e, e (z(x) − z(m)) and e².
  @inline(__always)
  func statistics(
    maxima m: Vector, _ logits: some CenteredLogits<Scalar>
  ) -> (sum: ExponentialSum<Scalar>, statistics: StatisticsSum<Scalar>) {
    var statistics = StatisticsSum<Scalar>()
    var sum = ExponentialSum<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      sum.add(statistics.add(logits.centered(x)), of: x)
    }
    return (sum, statistics)
  }

  /// The sum over the classes of the vectors that `term` makes.
  @inline(__always)
  func sum(_ term: (_ index: Int) -> Vector) -> Vector {
    var sum = Vector(repeating: 0)
    for i in 0..<classes { sum += term(i) }
    return sum
  }
}
