import Logits

/// A batch whose classes are cut into chunks, and its losses and gradient by
/// PyTorch in float64, of whole rows: see Tests/Fixtures/PyTorch/make_partial.py.
package struct PartialFixture: Decodable, Sendable {
  package let classes: Int
  package let logits: [Double]
  package let targets: [Int]
  package let sampleWeights: [Double]?
  package let upstream: [Double]
  /// That of each sample.
  package let losses: [Double]
  /// The reduced one, if there is one.
  package let loss: Double?
  package let gradient: [Double]
  private let chunks: [Int]
  private let reduction: String
  private let classWeights: [Double]?
  private let labelSmoothing: Double?
  private let ignoreIndex: Int?
  private let zLoss: Double?
  private let temperature: Double?
  private let softcap: Double?

  private struct File: Decodable { let cases: [PartialFixture] }

  package static func all() throws -> [PartialFixture] {
    try Fixtures.read("PyTorch/partial.json", File.self).cases
  }

  package var samples: Int { targets.count }

  package var isReduced: Bool { loss != nil }

  /// The options, with the weights of these classes.
  package func criterion(of classes: Range<Int>) -> CrossEntropy {
    CrossEntropy(
      classWeights: classWeights.map { Array($0[classes]) },
      ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing ?? 0,
      reduction: reduction == "sum" ? .sum : .mean, zLoss: zLoss ?? 0,
      temperature: temperature ?? 1, softcap: softcap ?? .infinity)
  }

  /// The options, with the weights of all classes.
  package var criterion: CrossEntropy { criterion(of: 0..<classes) }

  /// The classes of each chunk.
  package var ranges: [Range<Int>] {
    var end = 0
    return chunks.map {
      end += $0
      return end - $0..<end
    }
  }

  /// The elements of some classes, in rows or in planes.
  package func elements(
    _ whole: [Double], of classes: Range<Int>, inPlanes: Bool
  ) -> [Double] {
    inPlanes
      ? classes.flatMap { c in
        (0..<samples).map { whole[$0 * self.classes + c] }
      }
      : (0..<samples).flatMap { sample in
        classes.map { whole[sample * self.classes + $0] }
      }
  }

  func isIgnored(_ sample: Int) -> Bool { targets[sample] == ignoreIndex }

  func weight(_ sample: Int) -> Double { sampleWeights?[sample] ?? 1 }

  /// What the sum of the losses is divided by.
  var divisor: Double {
    guard reduction == "mean" else { return 1 }
    return (0..<samples).reduce(0) {
      isIgnored($1)
        ? $0 : $0 + weight($1) * (classWeights?[targets[$1]] ?? 1)
    }
  }

  /// What the gradient of a sample is multiplied by.
  func factor(_ sample: Int) -> Double {
    isReduced ? upstream[0] / divisor : upstream[sample]
  }
}
