import TestSupport

/// How far results are from the exact ones, in ulps of the exact ones rounded.
struct Accuracy {
  private(set) var points = 0
  private(set) var largestError = 0.0
  /// Where the largest error is.
  private(set) var argument = 0.0
  private var sumOfErrors = 0.0

  var meanError: Double { sumOfErrors / Double(points) }

  mutating func add(_ other: Accuracy) {
    points += other.points
    sumOfErrors += other.sumOfErrors
    if other.largestError > largestError {
      (largestError, argument) = (other.largestError, other.argument)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func add<Scalar: TestScalar>(
    _ results: UnsafeBufferPointer<Scalar>,
    at arguments: UnsafePointer<Scalar>,
    exactly function: (Scalar.Wide) -> Scalar.Wide
  ) {
    for (i, result) in results.enumerated() {
      let exact = function(Scalar.Wide(arguments[i]))
      let error = Self.error(of: result, exact)
      sumOfErrors += error
      if error > largestError {
        (largestError, argument) = (error, Double(arguments[i]))
      }
    }
    points += results.count
  }

  /// Infinity and NaN are near nothing but themselves.
  @inline(__always)
  private static func error<Scalar: TestScalar>(
    of result: Scalar, _ exact: Scalar.Wide
  ) -> Double {
    guard exact.isFinite, result.isFinite else {
      let isSame =
        exact.isNaN ? result.isNaN : Scalar.Wide(result) == exact
      return isSame ? 0 : .infinity
    }
    let ulp = Scalar.Wide(Scalar(exact).ulp)
    return Double(abs(Scalar.Wide(result) - exact) / ulp)
  }
}
