/// The figures of many samples, in a form that can be merged.
///
/// A summary is one ``vector`` of integers: counts, and the digits of exact sums.
/// Samples, blocks, files and machines combine to the very same figures, bit for
/// bit, in any order and any grouping. Figures are rounded when they are asked
/// for; without samples they are NaN.
public struct EvaluationSummary: Sendable {
  let layout: SummaryLayout
  /// The vector; carries of its sums may wait.
  private(set) var numbers: [Int64]

  /// A summary of no samples.
  ///
  /// - Parameters:
  ///   - topK: The k of the accuracies among the top k. The top 0 hold no class,
  ///     and more than there are hold every class.
  ///   - calibrationBins: The number of bins that confidences are counted in,
  ///     from 1 to 65,536; of other numbers, the nearest of these.
  public init(topK: [Int] = [1, 5], calibrationBins: Int = 15) {
    layout = SummaryLayout(topK: topK, bins: calibrationBins)
    numbers = [Int64](repeating: 0, count: layout.count)
  }

  /// The summary that a vector is.
  ///
  /// It may be the sum of up to 2^30 vectors as ``vector`` gives them.
  ///
  /// - Complexity: O(k and bins).
  /// - Parameters:
  ///   - vector: What ``vector`` was, or a sum of such vectors.
  ///   - topK: The k that the vector's summaries had.
  ///   - calibrationBins: The number of bins that they had.
  /// - Throws: ``LogitsError`` with the code ``LogitsError/Code/summary`` if its
  ///   length is not ``vectorCount(topK:calibrationBins:)``, or if samples cannot
  ///   have made its numbers: negative counts, more correct samples than there
  ///   are, sums that have overflowed.
  public init(
    vector: [Int64], topK: [Int] = [1, 5], calibrationBins: Int = 15
  ) throws(LogitsError) {
    layout = SummaryLayout(topK: topK, bins: calibrationBins)
    guard vector.count == layout.count else {
      throw .invalidSummary("\(vector.count) instead of \(layout.count)")
    }
    numbers = vector
    if let flaw = withNumbers(layout.flaw) { throw .invalidSummary(flaw) }
    normalize()
  }

  /// Adds a sample.
  ///
  /// A row that is not finite counts as wrong, and in no bin of the confidences.
  ///
  /// - Complexity: O(k); allocates nothing.
  public mutating func add(_ sample: SampleEvaluation) {
    withUnsafePointer(to: sample) {
      add(UnsafeBufferPointer(start: $0, count: 1))
    }
  }

  /// Adds samples.
  ///
  /// - Complexity: O(samples); allocates nothing.
  public mutating func add(contentsOf samples: some Sequence<SampleEvaluation>)
  {
    let isAdded: Void? = samples.withContiguousStorageIfAvailable { add($0) }
    guard isAdded == nil else { return }
    for sample in samples { add(sample) }
  }

  /// Adds samples, wherever they are.
  mutating func add(_ samples: UnsafeBufferPointer<SampleEvaluation>) {
    let layout = layout
    withMutableNumbers { layout.add(samples, to: $0) }
  }

  /// Adds the samples of another summary.
  ///
  /// - Complexity: O(k and bins), whatever the number of samples.
  /// - Throws: ``LogitsError`` with the code ``LogitsError/Code/merge`` if it
  ///   counts other k or another number of bins; nothing has been added then.
  public mutating func merge(_ other: EvaluationSummary) throws(LogitsError) {
    guard topK == other.topK else {
      throw .cannotMerge("top \(topK) and top \(other.topK)")
    }
    guard layout.bins == other.layout.bins else {
      throw .cannotMerge("\(layout.bins) and \(other.layout.bins) bins")
    }
    normalize()
    for (i, number) in other.vector.enumerated() { numbers[i] &+= number }
    normalize()
  }
}

extension EvaluationSummary {
  mutating func normalize() {
    let layout = layout
    withMutableNumbers { layout.normalize($0) }
  }

  private mutating func withMutableNumbers(
    _ body: (UnsafeMutablePointer<Int64>) -> Void
  ) {
    numbers.withUnsafeMutableBufferPointer {
      body($0.baseAddress.unsafelyUnwrapped)
    }
  }

  func withNumbers<Result>(
    _ body: (UnsafePointer<Int64>) -> Result
  ) -> Result {
    numbers.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
}
