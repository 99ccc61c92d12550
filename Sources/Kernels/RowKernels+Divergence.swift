import KernelTypes

// With p and q the softmaxes of x and y, the divergence Σ p d, d = log p − log q,
// is a small difference of large terms where the two are nearly equal. But as p
// and q add up to 1, it is
//
//   KL = Σ (p d − p + q) = Σ p g(d),  g(d) = d − 1 + e^−d,
//
// where no term is negative. d itself is x − y less a constant, log Σ exp x −
// log Σ exp y. With one that is off by δ, as the difference of the maxima is,
// d + δ takes the place of d, and
//
//   Σ p g(d + δ) = KL + g(δ),  Σ p (e^−(d + δ) − 1) = e^−δ − 1.
//
// So two sums over one sweep give the divergence. Only where g(δ) is most of the
// first one the constant is computed, and the row swept once more.
extension RowKernels {
  /// Σ e, Σ e g(d) and Σ e (e^−d − 1), with e = exp(x − m).
  @inline(__always)
  static func divergenceSums(
    _ row: UnsafePointer<Scalar>, _ other: UnsafePointer<Scalar>,
    _ classes: Int, _ differences: LogitDifferences<Scalar>
  ) -> (weight: Double, remainder: Double, change: Double) {
    var (weight, remainder, change) = (0.0, 0.0, 0.0)
    var partial = differences.noTerms
    sweep(classes) { offset in
      let terms = differences.terms(offset.load(row), offset.load(other))
      partial.weight += offset.masked(terms.weight, filler: 0)
      partial.remainder += offset.masked(terms.remainder, filler: 0)
      partial.change += offset.masked(terms.change, filler: 0)
    } spill: {
      partial.weight.spill(to: &weight)
      partial.remainder.spill(to: &remainder)
      partial.change.spill(to: &change)
    }
    return (weight, remainder, change)
  }

  /// The divergence by a second sweep, with δ no more than a rounding.
  ///
  /// `weight` is Σ e.
  static func closerDivergence(
    _ row: UnsafePointer<Scalar>, _ other: UnsafePointer<Scalar>,
    _ classes: Int, _ maxima: (Scalar, Scalar), weight: Double
  ) -> Double {
    let otherWeight = exponentialSum(
      other, classes,
      PlainLogits<Scalar>(maximum: Vector(repeating: maxima.1)))
    let logarithm = Double.logarithm(
      DoubleVector(repeating: weight / otherWeight))
    let sums = divergenceSums(
      row, other, classes,
      LogitDifferences(
        Vector(repeating: maxima.0), Vector(repeating: maxima.1),
        excess: Vector(repeating: Scalar(logarithm[0]))))
    // g(δ), of a tiny δ.
    let change = sums.change / sums.weight
    let divergence = sums.remainder / sums.weight - change * change / 2
    // Squares of logits around 1e-20 vanish, and leave less than nothing.
    return divergence < 0 ? 0 : divergence
  }
}

/// The differences of the logits of two rows, d = (x − y) − t, where
/// t = (m − n) + excess for their maxima m and n.
struct LogitDifferences<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector
  typealias Terms = (weight: Vector, remainder: Vector, change: Vector)

  let maximum: Vector
  let otherMaximum: Vector
  let excess: Vector
  /// t in two parts, as it may be much larger than d.
  private let high: Vector
  private let low: Vector

  @inline(__always)
  init(_ maximum: Vector, _ otherMaximum: Vector, excess: Vector) {
    self.maximum = maximum
    self.otherMaximum = otherMaximum
    self.excess = excess
    let (difference, rest) = Self.difference(maximum, otherMaximum)
    let (high, low) = Self.difference(difference, -excess)
    self.high = high
    self.low = low + rest
  }

  @inline(__always)
  var noTerms: Terms {
    (Vector(repeating: 0), Vector(repeating: 0), Vector(repeating: 0))
  }

  /// e, e g(d) and e (e^−d − 1).
  @inline(__always)
  func terms(_ x: Vector, _ y: Vector) -> Terms {
    let (difference, rest) = Self.difference(x, y)
    let minusD = (high - difference) + (low - rest)
    let centered = x - maximum
    let (r, q, scale) = Scalar.reduced(centered, isTerm: true)
    let weight = Scalar.onePlus(r, q) * scale
    let g = Scalar.exponentialRemainder(minusD)

    // A NaN is far as well: d is one beside two infinite logits.
    let distance = multiplyAdd(centered, centered, minusD * minusD)
    let limit = Scalar.leastExponent + 7
    let isNear = distance .< Vector(repeating: limit * limit)
    let terms = (weight, weight * g, weight * (g + minusD))
    return Vector.all(isNear) ? terms : withFarTerms(x, y, terms, isNear)
  }

  /// The terms, with others where e or e^−d may be out of range.
  ///
  /// e e^−d is computed as one there, which is what is left where e is 0.
  @inline(never)
  private func withFarTerms(
    _ x: Vector, _ y: Vector, _ terms: Terms, _ isNear: Vector.Mask
  ) -> Terms {
    let (x, y) = (x - maximum, (y - otherMaximum) + excess)
    let weight = Scalar.exponential(x)
    let other = Scalar.exponential(y)
    let product = weight * ((x - y) - Vector(repeating: 1))
    let remainder = product.zero(where: weight) + other
    return (
      weight.replacing(with: terms.weight, where: isNear),
      remainder.replacing(with: terms.remainder, where: isNear),
      (other - weight).replacing(with: terms.change, where: isNear)
    )
  }

  /// a − b, and what rounding took from it (Knuth, The Art of Computer
  /// Programming, 4.2.2).
  @inline(__always)
  private static func difference(
    _ a: Vector, _ b: Vector
  ) -> (difference: Vector, rest: Vector) {
    let difference = a - b
    let subtracted = a - difference
    return (
      difference, (a - (difference + subtracted)) + (subtracted - b)
    )
  }
}
