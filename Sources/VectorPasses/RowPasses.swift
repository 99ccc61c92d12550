/// A backend: a table of passes over the rows of a tile.
///
/// Every algorithm is written once, over a table. What a pass says of each row
/// is a Double, in a buffer of ``RowTile/maximumRows`` values.
public struct RowPasses<Scalar>: Sendable {
  /// A number of each row of a tile.
  public typealias RowValues = UnsafeMutablePointer<Double>

  /// The largest element of each row, NaN passed over.
  public typealias Maxima =
    @Sendable (_ rows: RowTile<Scalar>, _ maxima: RowValues) -> Void
  /// This backend's ``Maxima``.
  public let maxima: Maxima

  /// The index of the largest element of each row, or of its first NaN.
  public typealias Argmaxima =
    @Sendable (_ rows: RowTile<Scalar>, _ indices: UnsafeMutablePointer<Int>)
    -> Void
  /// This backend's ``Argmaxima``.
  public let argmaxima: Argmaxima

  /// Maximum m and Σ exp(x − m) of each row.
  public typealias MaximaAndSums =
    @Sendable (_ rows: RowTile<Scalar>, _ maxima: RowValues, _ sums: RowValues)
    -> Void
  /// This backend's ``MaximaAndSums``.
  public let maximaAndSumsOfExponentials: MaximaAndSums

  /// Stores exp(x − m) for given maxima m, and adds up what it stores.
  public typealias StoreExponentials =
    @Sendable (
      _ rows: RowTile<Scalar>, _ maxima: RowValues,
      _ output: MutableRowTile<Scalar>, _ sums: RowValues
    ) -> Void
  /// This backend's ``StoreExponentials``.
  public let storeExponentials: StoreExponentials

  /// output = output · factor.
  public typealias Scale =
    @Sendable (_ output: MutableRowTile<Scalar>, _ factors: RowValues) -> Void
  /// This backend's ``Scale``.
  public let scale: Scale

  /// output = (x − m) − l.
  public typealias Subtract =
    @Sendable (
      _ rows: RowTile<Scalar>, _ maxima: RowValues, _ logarithms: RowValues,
      _ output: MutableRowTile<Scalar>
    ) -> Void
  /// This backend's ``Subtract``.
  public let subtract: Subtract

  /// output = output · factor − target · weight.
  public typealias ScaleAndSubtract =
    @Sendable (
      _ output: MutableRowTile<Scalar>, _ factors: RowValues,
      _ targets: RowTile<Scalar>, _ weight: Double
    ) -> Void
  /// This backend's ``ScaleAndSubtract``.
  public let scaleAndSubtract: ScaleAndSubtract

  /// Σ y · (x − m) and Σ y of each row; a target y of 0 adds 0.
  public typealias Dots =
    @Sendable (
      _ rows: RowTile<Scalar>, _ maxima: RowValues, _ targets: RowTile<Scalar>,
      _ dots: RowValues, _ targetSums: RowValues
    ) -> Void
  /// This backend's ``Dots``.
  public let dots: Dots

  /// Σ y · log p of each row; a target y of 0 adds 0.
  public typealias DotsWithLogarithms =
    @Sendable (
      _ rows: RowTile<Scalar>, _ targets: RowTile<Scalar>, _ dots: RowValues
    ) -> Void
  /// This backend's ``DotsWithLogarithms``.
  public let dotsWithLogarithms: DotsWithLogarithms

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

  /// A backend with these passes.
  @inlinable @inline(__always)
  public init(
    maxima: @escaping Maxima,
    argmaxima: @escaping Argmaxima,
    maximaAndSumsOfExponentials: @escaping MaximaAndSums,
    storeExponentials: @escaping StoreExponentials,
    scale: @escaping Scale,
    subtract: @escaping Subtract,
    scaleAndSubtract: @escaping ScaleAndSubtract,
    dots: @escaping Dots,
    dotsWithLogarithms: @escaping DotsWithLogarithms,
    logarithms: @escaping Logarithms,
    sum: @escaping Sum
  ) {
    self.maxima = maxima
    self.argmaxima = argmaxima
    self.maximaAndSumsOfExponentials = maximaAndSumsOfExponentials
    self.storeExponentials = storeExponentials
    self.scale = scale
    self.subtract = subtract
    self.scaleAndSubtract = scaleAndSubtract
    self.dots = dots
    self.dotsWithLogarithms = dotsWithLogarithms
    self.logarithms = logarithms
    self.sum = sum
  }
}
