/// A backend: a table of passes over the rows of a tile.
///
/// Every algorithm is written once, over a table. What a pass says of each row
/// is a Double, in a buffer of ``RowTile/maximumRows`` values.
public struct RowPasses<Scalar>: Sendable {
  /// A number of each row of a tile.
  public typealias RowValues = UnsafeMutablePointer<Double>

  /// Stores rows as scalars, whatever they are stored as.
  public typealias Widen =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``Widen``.
  public let widen: Widen

  /// The largest element of each row, NaN passed over.
  public typealias Maxima =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
    ) -> Void
  /// This backend's ``Maxima``.
  public let maxima: Maxima

  /// The index of the largest element of each row, or of its first NaN.
  public typealias Argmaxima =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ indices: RowValues
    ) -> Void
  /// This backend's ``Argmaxima``.
  public let argmaxima: Argmaxima

  /// Maximum m of each row, and Σ exp(z(x) − z(m)).
  public typealias MaximaAndSums =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ scratch: Scratch,
      _ transform: LogitTransform, _ maxima: RowValues, _ sums: RowValues
    ) -> Void
  /// This backend's ``MaximaAndSums``.
  public let maximaAndSumsOfExponentials: MaximaAndSums

  /// Maximum m of each row, exp(x − m), and the sums of them.
  ///
  /// The exponentials are kept in the output or in scratch memory, as this
  /// backend likes.
  public typealias Exponentials =
    @Sendable (
      _ rows: RowTile<Scalar>, _ output: MutableRowTile<Scalar>,
      _ scratch: Scratch, _ maxima: RowValues, _ sums: RowValues
    ) -> Void
  /// This backend's ``Exponentials``.
  public let exponentials: Exponentials

  /// Stores exp(x − m) for given maxima m, a row at a time.
  public typealias StoreExponentials =
    @Sendable (
      _ rows: RowTile<Scalar>, _ maxima: RowValues,
      _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``StoreExponentials``.
  public let storeExponentials: StoreExponentials

  /// output = exponential · factor, for the exponentials that were kept.
  public typealias Scale =
    @Sendable (
      _ output: MutableRowTile<Scalar>, _ scratch: Scratch,
      _ factors: RowValues
    ) -> Void
  /// This backend's ``Scale``.
  public let scale: Scale

  /// output = exponential · factor − target · weight, likewise.
  public typealias ScaleAndSubtract =
    @Sendable (
      _ output: MutableRowTile<Scalar>, _ scratch: Scratch,
      _ factors: RowValues, _ targets: RowTile<Scalar>, _ weights: RowValues
    ) -> Void
  /// This backend's ``ScaleAndSubtract``.
  public let scaleAndSubtract: ScaleAndSubtract

  /// output = (x − m) − l.
  public typealias Subtract =
    @Sendable (
      _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
      _ logarithms: RowValues, _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``Subtract``.
  public let subtract: Subtract

  /// Σ y · (x − m) and Σ y of each row; a target y of 0 adds 0.
  public typealias Dots =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
      _ targets: RowTile<Scalar>, _ dots: RowValues, _ targetSums: RowValues
    ) -> Void
  /// This backend's ``Dots``.
  public let dots: Dots

  /// Σ y · log p of each row; a target y of 0 adds 0.
  public typealias DotsWithLogarithms =
    @Sendable (
      _ rows: RowTile<Scalar>, _ scratch: Scratch,
      _ targets: RowTile<Scalar>, _ dots: RowValues
    ) -> Void
  /// This backend's ``DotsWithLogarithms``.
  public let dotsWithLogarithms: DotsWithLogarithms

  /// Σ t (z(x) − z(m)) and Σ t of each row; a coefficient t of 0 adds 0.
  public typealias CoefficientDots =
    @Sendable (
      _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
      _ transform: LogitTransform, _ coefficients: Coefficients<Scalar>,
      _ dots: RowValues, _ coefficientSums: RowValues
    ) -> Void
  /// This backend's ``CoefficientDots``.
  public let coefficientDots: CoefficientDots

  /// output = (exp(z(x) − z(m)) · factor − t · weight) · z′(x).
  public typealias Gradients =
    @Sendable (
      _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
      _ transform: LogitTransform, _ coefficients: Coefficients<Scalar>,
      _ factors: RowValues, _ weights: RowValues,
      _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``Gradients``.
  public let gradients: Gradients

  /// Maximum m of each row, and with e = exp(z(x) − z(m)) the sums of e, of
  /// e (z(x) − z(m)) and of e².
  public typealias Statistics =
    @Sendable (
      _ rows: RowTile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
      _ values: StatisticsValues
    ) -> Void
  /// This backend's ``Statistics``.
  public let statistics: Statistics

  /// How many classes come before the target of each row, and the first of all:
  /// those with a larger element come before, and those with an equal one and a
  /// smaller index.
  ///
  /// Maxima and sums of exponentials are known by then; only where a sum is NaN
  /// there may be a NaN in the row, which counts as the largest number.
  public typealias RanksAndFirsts =
    @Sendable (
      _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
      _ sums: RowValues, _ targets: RowValues, _ ranks: RowValues,
      _ firsts: RowValues
    ) -> Void
  /// This backend's ``RanksAndFirsts``.
  public let ranksAndFirsts: RanksAndFirsts

  /// Σ exp(x − m) ((x − m) − (y − n)) of each row x and another one y.
  public typealias Divergences =
    @Sendable (
      _ rows: RowTile<Scalar>, _ maxima: RowValues,
      _ others: RowTile<Scalar>, _ otherMaxima: RowValues,
      _ divergences: RowValues
    ) -> Void
  /// This backend's ``Divergences``.
  public let divergences: Divergences

  /// Replaces one logit x of each row by z(x) − z(m), and gives z′(x).
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  public typealias TransformValues =
    @Sendable (
      _ values: RowValues, _ maxima: RowValues, _ slopes: RowValues,
      _ count: Int, _ transform: LogitTransform
    ) -> Void
  /// This backend's ``TransformValues``.
  public let transformValues: TransformValues

  /// The gradient with respect to logits, from what they were turned into and
  /// the gradient with respect to that.
  public typealias NormalizationGradients =
    @Sendable (
      _ results: RowTile<Scalar>, _ upstream: RowTile<Scalar>,
      _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``NormalizationGradients`` of the softmax.
  public let softmaxGradients: NormalizationGradients
  /// This backend's ``NormalizationGradients`` of its logarithm.
  public let logSoftmaxGradients: NormalizationGradients

  /// Replaces the first `count` values by their logarithms.
  ///
  /// There must be room for whole vectors, that is up to a multiple of 8.
  public typealias Logarithms =
    @Sendable (_ values: RowValues, _ count: Int) -> Void
  /// This backend's ``Logarithms``.
  public let logarithms: Logarithms

  /// The sum of the first `count` row values.
  public typealias Sum =
    @Sendable (_ values: RowValues, _ count: Int) -> Double
  /// This backend's ``Sum``.
  public let sum: Sum

  /// C = A B plus an addend.
  public typealias Multiply =
    @Sendable (
      _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ addend: Addend<Scalar>,
      _ c: MutableMatrix<Scalar>, _ workspace: UnsafeMutablePointer<Scalar>
    ) -> Void
  /// This backend's ``Multiply``.
  public let multiply: Multiply

  /// The scalars of workspace that a product needs.
  public let workspaceCount: Int

  /// A backend with these passes.
  @inlinable @inline(__always)
  public init(
    widen: @escaping Widen,
    maxima: @escaping Maxima,
    argmaxima: @escaping Argmaxima,
    maximaAndSumsOfExponentials: @escaping MaximaAndSums,
    exponentials: @escaping Exponentials,
    storeExponentials: @escaping StoreExponentials,
    scale: @escaping Scale,
    scaleAndSubtract: @escaping ScaleAndSubtract,
    subtract: @escaping Subtract,
    dots: @escaping Dots,
    dotsWithLogarithms: @escaping DotsWithLogarithms,
    coefficientDots: @escaping CoefficientDots,
    gradients: @escaping Gradients,
    statistics: @escaping Statistics,
    ranksAndFirsts: @escaping RanksAndFirsts,
    divergences: @escaping Divergences,
    transformValues: @escaping TransformValues,
    softmaxGradients: @escaping NormalizationGradients,
    logSoftmaxGradients: @escaping NormalizationGradients,
    logarithms: @escaping Logarithms,
    sum: @escaping Sum,
    multiply: @escaping Multiply,
    workspaceCount: Int
  ) {
    self.widen = widen
    self.maxima = maxima
    self.argmaxima = argmaxima
    self.maximaAndSumsOfExponentials = maximaAndSumsOfExponentials
    self.exponentials = exponentials
    self.storeExponentials = storeExponentials
    self.scale = scale
    self.scaleAndSubtract = scaleAndSubtract
    self.subtract = subtract
    self.dots = dots
    self.dotsWithLogarithms = dotsWithLogarithms
    self.coefficientDots = coefficientDots
    self.gradients = gradients
    self.statistics = statistics
    self.ranksAndFirsts = ranksAndFirsts
    self.divergences = divergences
    self.transformValues = transformValues
    self.softmaxGradients = softmaxGradients
    self.logSoftmaxGradients = logSoftmaxGradients
    self.logarithms = logarithms
    self.sum = sum
    self.multiply = multiply
    self.workspaceCount = workspaceCount
  }
}
