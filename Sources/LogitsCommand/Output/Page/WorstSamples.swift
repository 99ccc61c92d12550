/// The samples with the largest losses; NaN counts as the largest.
package struct WorstSamples {
  package struct Sample: Equatable {
    package let row: Int
    package let target: Int
    package let prediction: Int
    package let loss: Double
    package let confidence: Double
  }

  /// The maximum number of samples that are kept.
  package static let limit = 100

  /// At most twice the limit, so that sorting is rare.
  private var candidates: [Sample] = []
  /// The smallest loss that is kept, once there are enough samples.
  private var threshold: Double?

  /// Whether a sample with this loss is among the worst so far.
  package func wouldKeep(_ loss: Double) -> Bool {
    threshold.map { Self.isWorse(loss, $0) } ?? true
  }

  /// Adds a sample that ``wouldKeep(_:)`` accepts.
  package mutating func add(_ sample: Sample) {
    candidates.append(sample)
    if candidates.count == 2 * Self.limit {
      candidates = sorted()
      threshold = candidates.last?.loss
    }
  }

  /// The worst first; ties by row.
  package func sorted() -> [Sample] {
    let sorted = candidates.sorted {
      if Self.isWorse($0.loss, $1.loss) { return true }
      return !Self.isWorse($1.loss, $0.loss) && $0.row < $1.row
    }
    return Array(sorted.prefix(Self.limit))
  }

  private static func isWorse(_ a: Double, _ b: Double) -> Bool {
    a > b || (a.isNaN && !b.isNaN)
  }
}
