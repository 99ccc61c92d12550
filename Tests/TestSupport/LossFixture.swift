import Foundation
import Logits

/// A batch with options, and its losses and gradient by PyTorch in float64: see
/// Tests/Fixtures/PyTorch/make_losses.py.
package struct LossFixture: Decodable, Sendable {
  package let samples: Int
  package let classes: Int
  package let logits: [Double]
  package let classTargets: [Int]?
  package let targetProbabilities: [Double]?
  package let classWeights: [Double]?
  package let ignoreIndex: Int?
  package let labelSmoothing: Double
  /// "mean", "sum" or "none".
  package let reduction: String
  package let temperature: Double
  package let softcap: Double?
  package let zLoss: Double
  package let sampleWeights: [Double]?
  package let divisorKind: String
  package let divisorValue: Double?
  package let upstream: [Double]
  package let losses: [Double]
  package let gradient: [Double]

  package static func all() throws -> [LossFixture] {
    try Fixtures.read("PyTorch/losses.json", [LossFixture].self)
  }

  package var isReduced: Bool { reduction != "none" }

  package var divisor: Divisor {
    switch (divisorKind, divisorValue) {
    case ("number", let value?): .value(value)
    case ("samples", _): .samples
    default: .weights
    }
  }

  package var options: CrossEntropy {
    CrossEntropy.with {
      $0.classWeights = classWeights
      $0.ignoreIndex = ignoreIndex
      $0.labelSmoothing = labelSmoothing
      $0.reduction = Reduction(rawValue: reduction) ?? .mean
      $0.zLoss = zLoss
      $0.temperature = temperature
      $0.softcap = softcap ?? .infinity
    }
  }

  package func memory<Scalar: TestScalar>() throws -> RowMemory<Scalar> {
    func rows(_ elements: [Double]) -> [[Scalar]] {
      (0..<samples).map { row in
        elements[row * classes..<(row + 1) * classes].map { Scalar($0) }
      }
    }
    let memory = try RowMemory<Scalar>(
      OperationBatch(
        classes: classes, logits: rows(logits),
        targets: classTargets.map { .classes($0) }
          ?? .probabilities(rows(targetProbabilities ?? [])),
        sampleWeights: sampleWeights?.map { Scalar($0) },
        upstream: isReduced ? nil : upstream.map { Scalar($0) }))
    memory.criterion = options
    memory.divisor = divisor
    memory.upstream = upstream.first ?? 1
    return memory
  }

  /// A bound of what is subtracted from what in the gradient: softmax and
  /// target, each times all that weighs on them.
  package var largestPart: Double {
    func largest(_ values: [Double]?) -> Double {
      values?.reduce(0) { max($0, abs($1)) } ?? 1
    }
    let softmax =
      largest(classWeights)
      * (targetProbabilities == nil ? 1 : Double(classes))
    let logSumExp =
      min(softcap ?? .infinity, largest(logits)) / temperature
      + log(Double(classes))
    return largest(upstream) * largest(sampleWeights) / temperature
      * (softmax + 2 * zLoss * logSumExp)
  }
}
