import Logits
import TestSupport

/// A check of cases whose logits are stored in one way or another.
protocol StoredCheck: Sendable {
  /// What is wrong with a case, if anything.
  ///
  /// `store` is given numbers that `rounding` has made storable.
  func failure<Logit: StoredLogit>(
    _ generator: inout SeededGenerator,
    rounding: (Logit.Scalar) -> Logit.Scalar,
    _ store: (Logit.Scalar) -> Logit
  ) -> String? where Logit.Scalar: TestScalar
}

extension StoredCheck {
  /// Most often as scalars.
  func failure(seed: UInt64) -> String? {
    var generator = SeededGenerator(seed: seed)
    switch generator.below(6) {
    case 0, 1:
      return failure(&generator, rounding: { $0 }) { (x: Float) in x }
    case 2, 3:
      return failure(&generator, rounding: { $0 }) { (x: Double) in x }
    #if !(os(macOS) && arch(x86_64))
    case 4:
      return failure(&generator, rounding: { Float(Float16($0)) }) {
        Float16($0)
      }
    #endif
    default:
      return failure(&generator, rounding: { Float(BFloat16($0)) }) {
        BFloat16($0)
      }
    }
  }
}
