// A summary as a vector: in memory, and in a file.
extension EvaluationSummary {
  /// The summary as numbers, with all carries taken: equal summaries have equal
  /// vectors.
  ///
  /// The sum of the vectors of summaries is that of their samples, so whatever
  /// adds integers merges them: `numpy.sum`, `all_reduce`, `MPI_SUM`. Up to 2^30
  /// of them add up without an overflow.
  ///
  /// With k numbers in ``topK`` and b bins there are
  ///
  /// - 4 counts: of the samples that count, of the ignored, of those with rows
  ///   that are not finite, and of the correct ones;
  /// - k counts: of the samples whose target is among the top k;
  /// - 2 counts for each bin: of its samples, and of the correct ones;
  /// - 71 numbers for each of 7 sums: of the losses, weights, squared losses,
  ///   losses times weights, squared weights, entropies and Brier scores;
  /// - 71 numbers for each bin: the sum of its confidences.
  ///
  /// The 71 numbers of a sum are 68 digits from 0 to 2^32 − 1, the lowest first
  /// and worth 2^−1074, of which the last has the sign; and the counts of NaN,
  /// +∞ and −∞ among what was added.
  ///
  /// - Complexity: O(k and bins); allocates the array only.
  public var vector: [Int64] {
    var summary = self
    summary.normalize()
    return summary.numbers
  }

  /// How many numbers a ``vector`` has.
  ///
  /// - Complexity: O(1).
  public static func vectorCount(
    topK: [Int] = [1, 5], calibrationBins: Int = 15
  ) -> Int {
    SummaryLayout(topK: topK, bins: calibrationBins).count
  }
}

extension EvaluationSummary: Hashable {
  /// Whether two summaries have the same numbers.
  public static func == (a: EvaluationSummary, b: EvaluationSummary) -> Bool {
    a.layout == b.layout && a.vector == b.vector
  }

  /// Hashes the numbers.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(layout)
    hasher.combine(vector)
  }
}

extension EvaluationSummary: Codable {
  private enum CodingKeys: String, CodingKey {
    case topK
    case calibrationBins
    case vector
  }

  /// Reads what ``encode(to:)`` has written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let topK = try container.decode([Int].self, forKey: .topK)
    let bins = try container.decode(Int.self, forKey: .calibrationBins)
    let vector = try container.decode([Int64].self, forKey: .vector)
    do {
      try self.init(vector: vector, topK: topK, calibrationBins: bins)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .vector, in: container, debugDescription: "\(error)")
    }
  }

  /// Writes the k, the number of bins, and the ``vector``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(topK, forKey: .topK)
    try container.encode(layout.bins, forKey: .calibrationBins)
    try container.encode(vector, forKey: .vector)
  }
}
