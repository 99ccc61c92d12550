/// How the losses of the samples become one number.
public enum Reduction: String, Hashable, Sendable, CaseIterable {
  /// Their sum divided by the number of samples, or by what ``Divisor`` says
  /// where there is one; NaN if there are none, unless ``EmptyMean`` says
  /// otherwise.
  case mean

  /// Their sum; 0 if there are none.
  case sum
}

/// No reduction: one loss a sample.
///
/// A type of its own, because then the result is another: `reduction: .none`
/// chooses the functions that give an array instead of a number.
public enum NoReduction: String, Hashable, Sendable, CaseIterable {
  /// The losses as they are.
  case none
}
