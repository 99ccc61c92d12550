import ArrayFiles
import Logits

/// The label that scores each sample.
struct SampleTargets {
  private let labels: LabelsFile
  private let ignored: [Int]
  /// With `--shift`, the positions of a sequence.
  private let positions: Int?
  /// What stands for all labels to ignore, and for those that are missing;
  /// `nil` if there are none.
  let ignoreIndex: Int?
  /// The samples that are looked at.
  private(set) var rows: Range<Int>

  /// - Parameters:
  ///   - labels: A label for each sample.
  ///   - logits: The samples.
  ///   - ignored: Labels to ignore.
  ///   - isShifted: Whether a position is scored with the label of the next one,
  ///     and the last of each sequence is left out. Sequences are on the last of
  ///     the samples' axes.
  /// - Throws: `FileError` if sequences are too short for that.
  init(
    _ labels: LabelsFile, of logits: LogitsFile, ignored: [Int], isShifted: Bool
  ) throws {
    self.labels = labels
    self.ignored = ignored
    ignoreIndex = ignored.first ?? (isShifted ? -1 : nil)
    rows = 0..<logits.samples
    guard isShifted else {
      positions = nil
      return
    }
    let axes = logits.shape.sampleAxes
    let positions = axes.last ?? 1
    guard positions > 1 else {
      throw FileError(
        logits.path,
        "samples have shape \(axes), a sequence on the last axis; --shift needs "
          + "sequences of 2 positions or more")
    }
    self.positions = positions
  }

  /// The targets of some samples alone.
  func limited(to rows: Range<Int>) -> SampleTargets {
    var targets = self
    targets.rows = rows
    return targets
  }

  /// The number of samples that a label scores.
  var count: Int {
    let missing = positions.map {
      rows.upperBound / $0 - rows.lowerBound / $0
    }
    return rows.count - (missing ?? 0)
  }

  /// The targets of some samples.
  subscript(samples: Range<Int>) -> ArraySlice<Int> {
    let stored = labels.labels
    guard let ignoreIndex, ignored.count > 1 || positions != nil else {
      return stored[samples]
    }
    let distance = positions == nil ? 0 : 1
    return samples.map { sample in
      guard !isLast(sample) else { return ignoreIndex }
      let label = stored[sample + distance]
      return ignored.contains(label) ? ignoreIndex : label
    }[...]
  }

  /// Those of the elements, one for each of some samples, that a label scores.
  func scored<Elements: RandomAccessCollection>(
    _ elements: Elements, of samples: Range<Int>
  ) -> [Elements.Element] {
    if positions == nil, samples.clamped(to: rows) == samples {
      return Array(elements)
    }
    return zip(samples, elements).filter { sample, _ in
      rows.contains(sample) && !isLast(sample)
    }.map(\.1)
  }

  /// Whether a sample has no next one in its sequence.
  private func isLast(_ sample: Int) -> Bool {
    positions.map { (sample + 1) % $0 == 0 } ?? false
  }

  /// What a reader has to know, as a line of a report.
  var lines: [TextLine] {
    guard let positions else { return [] }
    let sequences = labels.labels.count / positions
    return [
      (
        "shift",
        sequences == 1
          ? "the whole file is one sequence of \(positions) positions"
          : "\(sequences) sequences of \(positions) positions"
      )
    ]
  }
}
