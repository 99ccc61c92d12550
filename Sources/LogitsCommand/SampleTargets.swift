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
  /// The samples that a label scores.
  let count: Int

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
    guard isShifted else {
      positions = nil
      count = logits.samples
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
    count = logits.samples - logits.samples / positions
  }

  /// The targets of some samples.
  subscript(samples: Range<Int>) -> ArraySlice<Int> {
    let stored = labels.labels
    guard let positions else {
      guard ignored.count > 1, let ignoreIndex else { return stored[samples] }
      return samples.map {
        ignored.contains(stored[$0]) ? ignoreIndex : stored[$0]
      }[...]
    }
    let missing = ignoreIndex ?? -1
    return samples.map {
      guard ($0 + 1) % positions != 0 else { return missing }
      let label = stored[$0 + 1]
      return ignored.contains(label) ? missing : label
    }[...]
  }

  /// Those of the elements, one for each of some samples, that a label scores.
  func scored<Elements: RandomAccessCollection>(
    _ elements: Elements, of samples: Range<Int>
  ) -> [Elements.Element] {
    guard let positions else { return Array(elements) }
    return zip(samples, elements).filter { ($0.0 + 1) % positions != 0 }
      .map(\.1)
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
