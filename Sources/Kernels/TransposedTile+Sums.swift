// What the kernels take from a group: a number for each row, in its lane.
extension TransposedTile {
  /// The largest element of each row.
  @inline(__always)
  func maxima() -> Vector {
    var largest = Vector(repeating: -.infinity)
    for i in 0..<classes { largest = largest.max(self[i]) }
    return largest
  }

  /// Σ exp(z(x) − z(m)) − 1.
  @inline(__always)
  func exponentialRest(
    maxima m: Vector, _ logits: some CenteredLogits<Scalar>
  ) -> ExponentialRest<Scalar> {
    var rest = ExponentialRest<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      rest.add(of: x, centered: logits.centered(x))
    }
    return rest
  }

  /// That of a part of longer rows; where m is not new, all of the exponentials.
  @inline(__always)
  func exponentialRest(
    maxima m: Vector, _ isNew: Vector.Mask,
    _ logits: some CenteredLogits<Scalar>
  ) -> ExponentialRest<Scalar> {
    var rest = ExponentialRest<Scalar>(maxima: m, where: isNew)
    for i in 0..<classes {
      let x = self[i]
      rest.add(of: x, centered: logits.centered(x))
    }
    return rest
  }

  /// Puts exp(x − m) in the place of x, and returns their rests, whose digits are
  /// kept where they are wanted.
  @inline(__always)
  func replaceByExponentials(
    maxima m: Vector, keepsDigits: Bool
  ) -> ExponentialRest<Scalar> {
    var rest = ExponentialRest<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      let exponential = Scalar.exponential(x - m)
      self[i] = exponential
      if keepsDigits {
        rest.add(exponential, of: x)
      } else {
        rest.sum += exponential
      }
    }
    return rest
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

  /// The rest, and with e = exp(z(x) − z(m)) the sums of e (z(x) − z(m)) and e².
  @inline(__always)
  func statistics(
    maxima m: Vector, _ logits: some CenteredLogits<Scalar>
  ) -> (rest: ExponentialRest<Scalar>, statistics: StatisticsSum<Scalar>) {
    var statistics = StatisticsSum<Scalar>()
    var rest = ExponentialRest<Scalar>(maxima: m)
    for i in 0..<classes {
      prefetchNext(i)
      let x = self[i]
      rest.add(statistics.add(logits.centered(x)), of: x)
    }
    return (rest, statistics)
  }

  /// The sum over the classes of the vectors that `term` makes.
  @inline(__always)
  func sum(_ term: (_ index: Int) -> Vector) -> Vector {
    var sum = Vector(repeating: 0)
    for i in 0..<classes { sum += term(i) }
    return sum
  }
}
