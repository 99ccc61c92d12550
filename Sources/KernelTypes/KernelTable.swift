/// The kernels of one instruction set or backend, for one scalar type.
///
/// Every algorithm is written once, over a table; a faster way is another table
/// or another entry, never a branch in an algorithm. Tables are used as
/// metatypes, so that a call of a kernel is one indirect call.
///
/// x is a logit, m the largest of its row, and z(x) the transformed logit. A
/// kernel gives a Double for each row, in a buffer of ``Tile/maximumRows``.
///
/// The rest of a row is Σ exp(z(x) − z(m)) − 1: the exponentials without that of
/// the largest element, which is 1. So a confident row, whose rest is small, keeps
/// the digits of its loss, log(1 + rest).
package protocol KernelTable<Scalar>: ProductTable {
  /// A number for each row of a tile.
  typealias RowValues = UnsafeMutablePointer<Double>

  /// The largest element of each row; NaN is passed over.
  static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues)

  /// The index of the largest element of each row, or of its first NaN.
  static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues)

  /// m of each row, and its rest.
  static func maximaAndRests(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues)

  /// Whether there is room to keep the exponentials of such an output.
  static func keepsExponentials(_ output: Tile<Scalar>) -> Bool

  /// m of each row, exp(x − m), the rests, and the logits of targets.
  ///
  /// The exponentials are kept in the output or in scratch memory, where
  /// ``scale(_:_:_:_:)`` and ``scaleAndSubtract(_:_:_:_:_:)`` find them.
  static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, _ targets: TargetValues?)

  /// Stores exp(x − m) for given maxima, a row at a time.
  static func storeExponentials(
    _ rows: Tile<Scalar>, _ maxima: RowValues, _ output: Tile<Scalar>)

  /// output = exponential · factor, for the exponentials that were kept, less
  /// the values at targets.
  static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: TargetValues?)

  /// output = exponential · factor − target · weight, likewise.
  static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: Tile<Scalar>, _ weights: RowValues)

  /// output = (x − m) · scale − l.
  static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>)

  /// Σ y (x − m) and Σ y of each row; a target y of 0 adds 0.
  static func targetDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: Tile<Scalar>, _ dots: RowValues, _ targetSums: RowValues)

  /// Σ y log p of each row; a target y of 0 adds 0.
  static func logarithmDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ targets: Tile<Scalar>,
    _ dots: RowValues)

  /// Σ t (z(x) − z(m)) and Σ t of each row; a weight t of 0 adds 0.
  static func weightedDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ dots: RowValues, _ weightSums: RowValues)

  /// output = (exp(z(x) − z(m)) · factor − t · scale) · z′(x), less the values
  /// at targets.
  static func gradients(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ factors: RowValues, _ scales: RowValues, _ targets: TargetValues?,
    _ output: Tile<Scalar>)

  /// m of each row, its rest, and with e = exp(z(x) − z(m)) the sums of
  /// e (z(x) − z(m)) and of e².
  static func statistics(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues, _ products: RowValues,
    _ squares: RowValues)

  /// The number of classes that come before the target of each row, and the
  /// first of all: those with a larger element come before, and those with an
  /// equal one and a smaller index.
  ///
  /// Maxima and rests are known by then; only where a rest is NaN there may be a
  /// NaN in the row, which counts as the largest number.
  static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ targets: RowValues, _ ranks: RowValues,
    _ predictions: RowValues)

  /// Σ p log (p / q) of each row and another one, for their softmaxes p and q
  /// and both rows' maxima.
  static func divergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>,
    _ otherMaxima: RowValues, _ divergences: RowValues)

  /// Four times the first `count` terms of the Jensen-Shannon divergence of p and
  /// q, each times its factor; NaN where one is.
  static func jensenShannonSum(
    _ p: RowValues, _ factor: Double, _ q: RowValues, _ otherFactor: Double,
    _ count: Int
  ) -> Double

  /// Replaces one logit x of each row by z(x) − z(m), and gives z′(x).
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  static func transformLogits(
    _ logits: RowValues, _ maxima: RowValues, _ slopes: RowValues,
    _ count: Int, _ transform: LogitTransform)

  /// The gradient with respect to logits, from their softmax and the gradient
  /// with respect to that.
  static func softmaxGradients(
    _ probabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>)

  /// The same from their log-softmax.
  static func logSoftmaxGradients(
    _ logProbabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>)

  /// Replaces the first `count` values x ≤ 0 by e^x.
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  static func exponentials(_ values: RowValues, _ count: Int)

  /// Replaces the first `count` values by their logarithms.
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  static func logarithms(_ values: RowValues, _ count: Int)

  /// Replaces the first `count` values x ≥ 0 by log(1 + x), NaN by NaN.
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  static func logarithmsOfOnePlus(_ values: RowValues, _ count: Int)

  /// The sum of the first `count` values.
  static func sum(_ values: RowValues, _ count: Int) -> Double
}
