#if OpenBLAS
import KernelTypes

/// A table that stands on another one, and overrides some of its kernels.
protocol DerivedKernelTable: KernelTable {
  associatedtype Base: KernelTable<Scalar>
}

extension DerivedKernelTable {
  static func widen(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>
  ) -> Tile<Scalar> {
    Base.widen(rows, output)
  }

  static func narrow(_ rows: Tile<Scalar>, _ output: Tile<Scalar>) {
    Base.narrow(rows, output)
  }

  static func keepsExponentials(_ output: Tile<Scalar>) -> Bool {
    Base.keepsExponentials(output)
  }

  static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    Base.maxima(rows, scratch, maxima)
  }

  static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    Base.argmaxima(rows, scratch, indices)
  }

  static func storeExponentials(
    _ rows: Tile<Scalar>, _ maxima: RowValues, _ output: Tile<Scalar>
  ) {
    Base.storeExponentials(rows, maxima, output)
  }

  static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>
  ) {
    Base.logProbabilities(rows, scratch, maxima, scale, logarithms, output)
  }

  static func weightedDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ dots: RowValues, _ weightSums: RowValues
  ) {
    Base.weightedDots(
      rows, scratch, maxima, transform, weights, dots, weightSums)
  }

  static func gradients(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ factors: RowValues, _ scales: RowValues, _ targets: TargetValues?,
    _ output: Tile<Scalar>
  ) {
    Base.gradients(
      rows, scratch, maxima, transform, weights, factors, scales, targets,
      output)
  }

  static func statistics(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues, _ products: RowValues,
    _ squares: RowValues
  ) {
    Base.statistics(rows, scratch, transform, maxima, rests, products, squares)
  }

  static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ targets: RowValues, _ ranks: RowValues,
    _ predictions: RowValues
  ) {
    Base.ranksAndPredictions(
      rows, scratch, maxima, rests, targets, ranks, predictions)
  }

  static func divergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>, _ otherMaxima: RowValues, _ divergences: RowValues
  ) {
    Base.divergences(rows, scratch, maxima, others, otherMaxima, divergences)
  }

  static func jensenShannonSum(
    _ p: RowValues, _ factor: Double, _ q: RowValues, _ otherFactor: Double,
    _ count: Int
  ) -> Double {
    Base.jensenShannonSum(p, factor, q, otherFactor, count)
  }

  static func transformLogits(
    _ logits: RowValues, _ maxima: RowValues, _ slopes: RowValues,
    _ count: Int, _ transform: LogitTransform
  ) {
    Base.transformLogits(logits, maxima, slopes, count, transform)
  }

  static func softmaxGradients(
    _ probabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    Base.softmaxGradients(probabilities, upstream, scratch, output)
  }

  static func logSoftmaxGradients(
    _ logProbabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    Base.logSoftmaxGradients(logProbabilities, upstream, scratch, output)
  }

  static func exponentials(_ values: RowValues, _ count: Int) {
    Base.exponentials(values, count)
  }

  static func logarithms(_ values: RowValues, _ count: Int) {
    Base.logarithms(values, count)
  }

  static func logarithmsOfOnePlus(_ values: RowValues, _ count: Int) {
    Base.logarithmsOfOnePlus(values, count)
  }
}
#endif
