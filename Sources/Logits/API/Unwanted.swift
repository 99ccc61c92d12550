/// What stands for a gradient of a linear layer that is not wanted, and costs
/// nothing then.
///
/// ```swift
/// try linearGradient(
///   x, .rows(of: 64), weight: weight, upstream: upstream,
///   featureGradient: &Unwanted<Float>.gradient,
///   weightGradient: &weightGradient,
///   biasGradient: &Unwanted<Float>.gradient)
/// ```
///
/// An optional of yours that is `nil` does the same; but one variable cannot be
/// passed twice.
public enum Unwanted<Scalar: LogitScalar> {
  /// Always `nil`; what is assigned is dropped.
  public static var gradient: [Scalar]? {
    get { nil }
    set {}
  }
}
