import Logits

/// What any operation on rows can be given.
package struct OperationBatch<Logit: TestLogit>: Sendable {
  package typealias Scalar = Logit.Scalar

  package let classes: Int
  package var logits: [[Logit]]
  /// Target probabilities, results of a softmax, or the logits of another
  /// model.
  package var others: [[Scalar]]
  package var targets: [Int32]
  package var sampleWeights: [Scalar]
  /// Of the loss of each sample.
  package var upstream: [Scalar]

  package var samples: Int { logits.count }

  package init(
    classes: Int, logits: [[Logit]], others: [[Scalar]] = [],
    targets: [Int32] = [], sampleWeights: [Scalar] = [],
    upstream: [Scalar] = []
  ) {
    self.classes = classes
    self.logits = logits
    self.others = others
    self.targets = targets
    self.sampleWeights = sampleWeights
    self.upstream = upstream
  }

  @specialized(where Logit == Float)
  @specialized(where Logit == Double)
  @specialized(where Logit == BFloat16)
  package init(
    samples: Int, classes: Int, logits range: ClosedRange<Scalar> = -9...9,
    seed: UInt64 = 1
  ) {
    var generator = SeededGenerator(seed: seed)
    /// A number from 0 to 1.
    func number() -> Scalar {
      Scalar(Int.random(in: 0...1 << 20, using: &generator)) / Scalar(1 << 20)
    }
    self.classes = classes
    let spread = range.upperBound - range.lowerBound
    logits = (0..<samples).map { _ in
      (0..<classes).map { _ in
        Logit(nearest: spread * number() + range.lowerBound)
      }
    }
    others = (0..<samples).map { _ in (0..<classes).map { _ in number() } }
    targets = (0..<samples).map { Int32($0 * 7 % classes) }
    sampleWeights = (0..<samples).map { _ in number() }
    upstream = sampleWeights
  }

  /// The samples with these indices.
  package func selecting(_ samples: [Int]) -> OperationBatch {
    OperationBatch(
      classes: classes, logits: samples.map { logits[$0] },
      others: samples.map { others[$0] }, targets: samples.map { targets[$0] },
      sampleWeights: samples.map { sampleWeights[$0] },
      upstream: samples.map { upstream[$0] })
  }
}
