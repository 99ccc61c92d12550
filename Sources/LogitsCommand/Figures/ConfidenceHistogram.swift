import Logits

/// The confidences of any number of samples, in fixed bins so narrow that bins of
/// equally many samples can be cut at their edges.
///
/// There are 64 bins for each octave of the confidence below 1/2, and of its
/// distance from 1 above; a confidence of 1 has one of its own. All numbers are
/// integers, so neither the order of the samples nor how they are grouped matters.
package struct ConfidenceHistogram: Equatable {
  /// The samples of a bin.
  private struct Cell: Equatable {
    var samples = 0
    var correct = 0
    var confidence: UInt128 = 0

    static func += (a: inout Cell, b: Cell) {
      a.samples += b.samples
      a.correct += b.correct
      a.confidence += b.confidence
    }
  }

  // The bits of positive numbers have the order of the numbers, so the exponent
  // and the next six bits are the index of a bin.
  private static let droppedBits = 52 - 6
  private static let smallest = 0x1p-24
  private static let firstConfidence = smallest.bitPattern >> droppedBits
  private static let firstDistance = 0x1p-54.bitPattern >> droppedBits
  private static let half = 0.5.bitPattern >> droppedBits
  /// The bin that begins at 1/2.
  private static let middle = 1 + Int(half - firstConfidence)
  private static let last = middle + Int(half - firstDistance)

  private var cells = [Cell](repeating: Cell(), count: last + 1)

  package init() {}

  /// Adds samples; those whose confidence is NaN are left out.
  package mutating func add(
    _ samples: some Sequence<(confidence: Double, isCorrect: Bool)>
  ) {
    cells.withUnsafeMutableBufferPointer { cells in
      for (confidence, isCorrect) in samples where 0...1 ~= confidence {
        cells[Self.index(of: confidence)] += Cell(
          samples: 1, correct: isCorrect ? 1 : 0,
          confidence: UInt128(truncatingIfNeeded: FixedPoint.units(confidence)))
      }
    }
  }

  package mutating func merge(_ other: ConfidenceHistogram) {
    for (i, cell) in other.cells.enumerated() { cells[i] += cell }
  }

  package var samples: Int { cells.reduce(0) { $0 + $1.samples } }

  private static func index(of confidence: Double) -> Int {
    guard confidence >= smallest else { return 0 }
    guard confidence >= 0.5 else {
      return 1 + Int(confidence.bitPattern >> droppedBits - firstConfidence)
    }
    guard confidence < 1 else { return last }
    // The lower edge of the confidence is the upper one of the distance, which is
    // exact; without the last bit, both belong to the bin.
    let distance = (1 - confidence).bitPattern - 1
    return last - 1 - Int(distance >> droppedBits - firstDistance)
  }

  /// The least confidence in a bin.
  private static func edge(_ index: Int) -> Double {
    if index == 0 { return 0 }
    if index == last { return 1 }
    guard index >= middle else {
      return Double(
        bitPattern: (firstConfidence + UInt64(index - 1)) << droppedBits)
    }
    return 1
      - Double(
        bitPattern: (firstDistance + UInt64(last - index)) << droppedBits)
  }

  /// Bins of about equally many samples, at most so many.
  ///
  /// Of n samples in the order of their confidences, the i-th of `count` bins has
  /// those from `i n / count` on. Samples of one narrow bin are together, where
  /// the middle one of them belongs.
  package func equalMassBins(_ count: Int) -> [CalibrationBin] {
    let total = UInt128(samples)
    var parts: [(bin: UInt128, lower: Double, cell: Cell)] = []
    var before = 0
    for (i, cell) in cells.enumerated() where cell.samples > 0 {
      let middle = 2 * UInt128(before) + UInt128(cell.samples)
      let bin = middle * UInt128(count) / (2 * total)
      before += cell.samples
      if let last = parts.last, last.bin == bin {
        parts[parts.count - 1].cell += cell
      } else {
        parts.append((bin, parts.isEmpty ? 0 : Self.edge(i), cell))
      }
    }
    return parts.indices.map { i in
      let cell = parts[i].cell
      return CalibrationBin(
        from: parts[i].lower,
        to: i + 1 < parts.count ? parts[i + 1].lower : 1,
        samples: cell.samples, correct: cell.correct,
        confidenceSum: FixedPoint.value(cell.confidence))
    }
  }
}

extension ConfidenceHistogram: Codable {
  /// Reads what ``encode(to:)`` has written.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    func invalid() -> any Error {
      DecodingError.dataCorruptedError(
        in: container, debugDescription: "no histogram of confidences")
    }
    let limit: UInt64 = 1 << 48
    for row in try container.decode([[UInt64]].self) {
      guard row.count == 5, row[0] < cells.count, row[1] <= limit,
        row[2] <= row[1],
        row[3] < UInt64.max >> 16
      else { throw invalid() }
      let cell = Cell(
        samples: Int(row[1]), correct: Int(row[2]),
        confidence: UInt128(row[3]) << 64 | UInt128(row[4]))
      guard cells[Int(row[0])] == Cell(),
        cell.confidence <= UInt128(row[1]) * UInt128(FixedPoint.units(1))
      else { throw invalid() }
      cells[Int(row[0])] = cell
    }
  }

  /// Writes, for each bin with samples, its number, their count, that of the
  /// correct ones, and the two words of the sum of their confidences, in units of
  /// 2^−62.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      cells.enumerated().filter { $1.samples > 0 }.map { index, cell in
        [
          UInt64(index), UInt64(cell.samples), UInt64(cell.correct),
          UInt64(cell.confidence >> 64),
          UInt64(truncatingIfNeeded: cell.confidence),
        ]
      })
  }
}
