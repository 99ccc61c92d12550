/// Where the numbers of an evaluation summary are in its vector.
///
/// Counts come first: of all samples, of those among the top k, of those in each
/// bin; then the exact sums of the samples, and one of the confidences in each
/// bin.
package struct SummaryLayout: Hashable, Sendable {
  static let samples = 0
  static let ignored = 1
  static let nonFinite = 2
  static let correct = 3
  static let firstTop = 4

  /// What is added up of each sample.
  enum Sum: Int, CaseIterable {
    case losses
    case weights
    case squaredLosses
    case weightedLosses
    case squaredWeights
    case entropies
    case briers
  }

  package let topK: [Int]
  package let bins: Int

  package init(topK: [Int], bins: Int) {
    self.topK = topK
    self.bins = min(max(bins, 1), 1 << 16)
  }

  private var firstBin: Int { Self.firstTop + topK.count }
  private var firstSum: Int { firstBin + 2 * bins }

  /// The number of all exact sums.
  var sums: Int { Sum.allCases.count + bins }

  /// The length of the vector.
  package var count: Int { firstSum + sums * ExactSumWords.count }

  /// The length of a vector of so many k.
  package static func count(topK: Int, bins: Int) -> Int {
    SummaryLayout(topK: [], bins: bins).count + topK
  }

  /// The number of samples in a bin; that of the correct ones is the next.
  func bin(_ index: Int) -> Int { firstBin + 2 * index }

  func sum(_ index: Int) -> Int { firstSum + index * ExactSumWords.count }
  func sum(_ sum: Sum) -> Int { self.sum(sum.rawValue) }

  /// The sum of the confidences in a bin.
  func confidences(_ bin: Int) -> Int { sum(Sum.allCases.count + bin) }
}

// Vectors of this layout. Numbers that others made may be anything: additions
// wrap around.
extension SummaryLayout {
  package func add(
    _ samples: UnsafeBufferPointer<SampleEvaluation>,
    to vector: UnsafeMutablePointer<Int64>
  ) {
    var rest = samples[...]
    while !rest.isEmpty {
      let batch = rest.prefix(CutSums.additions)
      add(batch: UnsafeBufferPointer(rebasing: batch), to: vector)
      rest = rest.dropFirst(batch.count)
    }
  }

  private func add(
    batch samples: UnsafeBufferPointer<SampleEvaluation>,
    to vector: UnsafeMutablePointer<Int64>
  ) {
    let before = vector[Self.samples]
    topK.withUnsafeBufferPointer { topK in
      var batch = SummaryBatch(self, vector)
      for sample in samples {
        if sample.isIgnored {
          vector[Self.ignored] &+= 1
        } else {
          count(sample, topK, in: vector)
          batch.add(sample)
        }
      }
      batch.finish()
    }
    if before / Self.additions != vector[Self.samples] / Self.additions {
      normalize(vector)
    }
  }

  /// The samples for which carries may wait: each may be three additions.
  private static let additions = Int64(ExactSumWords.additions / 4)

  /// Counts a sample that is not ignored.
  @inline(__always)
  private func count(
    _ sample: SampleEvaluation, _ topK: UnsafeBufferPointer<Int>,
    in vector: UnsafeMutablePointer<Int64>
  ) {
    vector[Self.samples] &+= 1
    let bin = CalibrationBin.index(of: sample.confidence, count: bins)
    guard let bin else {
      vector[Self.nonFinite] &+= 1
      return
    }
    let correct: Int64 = sample.rank < 1 ? 1 : 0
    vector[Self.correct] &+= correct
    for i in 0..<topK.count {
      vector[Self.firstTop + i] &+= sample.rank < topK[i] ? 1 : 0
    }
    vector[self.bin(bin)] &+= 1
    vector[self.bin(bin) + 1] &+= correct
    ExactSumWords(vector + confidences(bin)).add(sample.confidence)
  }

  /// Takes all carries of the sums.
  package func normalize(_ vector: UnsafeMutablePointer<Int64>) {
    for i in 0..<sums { ExactSumWords(vector + sum(i)).normalize() }
  }

  /// What samples cannot have made of a vector, in words; `nil` if they can.
  package func flaw(of vector: UnsafePointer<Int64>) -> String? {
    let counts = 0..<firstSum
    if let i = counts.first(where: { !(0...(1 << 62) ~= vector[$0]) }) {
      return "a count of \(vector[i])"
    }
    // What the finite samples are some of.
    let finite = vector[Self.samples] - vector[Self.nonFinite]
    var unbinned = finite
    for i in 0..<bins {
      let (samples, correct) = (vector[bin(i)], vector[bin(i) + 1])
      guard correct <= samples, samples <= unbinned else {
        return "bin \(i) has \(samples) samples, \(correct) of them correct"
      }
      unbinned -= samples
    }
    if let i = (Self.correct..<firstBin).first(where: { vector[$0] > finite }) {
      return "\(vector[i]) of \(finite) samples are correct"
    }
    if let i = (0..<sums).first(where: {
      !ExactSumWords.arePossible(vector + sum($0))
    }) {
      return "a sum has overflowed at number \(sum(i))"
    }
    return nil
  }
}
