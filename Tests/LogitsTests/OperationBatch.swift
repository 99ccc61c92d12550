import Logits
import TestSupport

/// A type of logits under test.
protocol TestLogit: StoredLogit where Scalar: TestScalar {
  init(nearest number: Scalar)
}

extension Float: TestLogit {
  init(nearest number: Float) { self = number }
}

extension Double: TestLogit {
  init(nearest number: Double) { self = number }
}

extension BFloat16: TestLogit {
  init(nearest number: Float) { self.init(number) }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: TestLogit {
  init(nearest number: Float) { self = Float16(number) }
}
#endif

/// What any operation on rows can be given.
struct OperationBatch<Logit: TestLogit>: Sendable {
  typealias Scalar = Logit.Scalar

  let classes: Int
  var logits: [[Logit]]
  /// Target probabilities, results of a softmax, or the logits of another
  /// model.
  var others: [[Scalar]]
  var targets: [Int32]
  /// Weights of samples, and their upstream.
  var factors: [Scalar]

  var samples: Int { logits.count }

  init(samples: Int, classes: Int, seed: UInt64 = 1) {
    var generator = SeededGenerator(seed: seed)
    /// A number from 0 to 1.
    func number() -> Scalar {
      Scalar(Int.random(in: 0...1 << 20, using: &generator)) / Scalar(1 << 20)
    }
    self.classes = classes
    logits = (0..<samples).map { _ in
      (0..<classes).map { _ in Logit(nearest: 18 * number() - 9) }
    }
    others = (0..<samples).map { _ in (0..<classes).map { _ in number() } }
    targets = (0..<samples).map { Int32($0 * 7 % classes) }
    factors = (0..<samples).map { _ in number() }
  }

  /// The samples with these indices.
  func selecting(_ samples: [Int]) -> OperationBatch {
    var batch = self
    batch.logits = samples.map { logits[$0] }
    batch.others = samples.map { others[$0] }
    batch.targets = samples.map { targets[$0] }
    batch.factors = samples.map { factors[$0] }
    return batch
  }
}
