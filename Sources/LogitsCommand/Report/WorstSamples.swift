/// The samples of the largest losses; NaN is larger than any.
package struct WorstSamples {
  /// What is known of a sample.
  package struct Sample: Equatable {
    package let row: Int
    package let target: Int
    package let prediction: Int
    package let loss: Double
    package let confidence: Double
  }

  /// The most samples that are kept.
  package static let limit = 100

  /// Up to twice the limit, so that sorting is rare.
  private var candidates: [Sample] = []
  /// The smallest loss of those that would be kept now, once there are enough.
  private var bar: Double?

  /// Whether the next sample is among the worst so far, if that is its loss.
  package func wouldKeep(_ loss: Double) -> Bool {
    bar.map { Self.isWorse(loss, $0) } ?? true
  }

  /// Adds a sample that ``wouldKeep(_:)`` has let through.
  package mutating func add(_ sample: Sample) {
    candidates.append(sample)
    if candidates.count == 2 * Self.limit {
      candidates = sorted()
      bar = candidates.last?.loss
    }
  }

  /// The worst first; of equals, the lower row.
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
