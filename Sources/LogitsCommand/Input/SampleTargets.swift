import ArrayFiles
import Logits

/// The label that scores each sample.
struct SampleTargets {
  private let labels: any LabelSource
  private let ignored: [Int]
  /// With `--shift`, the sequences that the label of the next sample is taken
  /// within.
  private let shifted: Sequences?
  /// What stands for all labels to ignore, and for those that are missing;
  /// `nil` if there are none.
  let ignoreIndex: Int?
  /// The samples that there are labels of.
  private let all: Int
  /// The samples that are looked at.
  private(set) var rows: Range<Int>

  /// - Parameters:
  ///   - labels: A label for each sample.
  ///   - logits: The samples.
  ///   - ignored: Labels to ignore.
  ///   - shifted: The sequences, if a sample is scored with the label of the next
  ///     one, and the last of each sequence is left out.
  /// - Throws: `FileError` if sequences are too short for that.
  init(
    _ labels: any LabelSource, of logits: LogitsFile, ignored: [Int],
    shifted: Sequences?
  ) throws {
    self.labels = labels
    self.ignored = ignored
    self.shifted = shifted
    ignoreIndex = ignored.first ?? (shifted == nil ? nil : -1)
    all = logits.samples
    rows = 0..<all
    guard let shortest = shifted?.shortest, shortest.length < 2 else { return }
    throw FileError(
      logits.path,
      "--shift needs sequences of 2 positions or more, and sequence "
        + "\(shortest.index) has \(shortest.length)")
  }

  /// The probabilities that the targets are the largest of; `nil` where they are
  /// classes.
  var soft: SoftLabels? { labels as? SoftLabels }

  /// The targets of some samples alone.
  func limited(to rows: Range<Int>) -> SampleTargets {
    var targets = self
    targets.rows = rows
    return targets
  }

  /// The number of samples that a label scores.
  var count: Int { rows.count - (shifted?.lastOnes(among: rows) ?? 0) }

  /// The rows of the labels that score some samples: with `--shift` the next ones,
  /// of which the last may be missing.
  func labelRows(of samples: Range<Int>) -> Range<Int> {
    guard shifted != nil else { return samples }
    return (samples.lowerBound + 1..<samples.upperBound + 1)
      .clamped(to: 0..<all)
  }

  /// The targets of some samples.
  ///
  /// - Throws: `FileError` for a label that is no class.
  func targets(of samples: Range<Int>) throws -> [Int] {
    guard let ignoreIndex, ignored.count > 1 || shifted != nil else {
      return try labels.labels(samples)
    }
    let found = try labels.labels(labelRows(of: samples))
    return samples.map { sample in
      guard !isLast(sample) else { return ignoreIndex }
      let label = found[sample - samples.lowerBound]
      return ignored.contains(label) ? ignoreIndex : label
    }
  }

  /// Those of the elements, one for each of some samples, that a label scores.
  func scored<Elements: RandomAccessCollection>(
    _ elements: Elements, of samples: Range<Int>
  ) -> [Elements.Element] {
    if shifted == nil, samples.clamped(to: rows) == samples {
      return Array(elements)
    }
    return zip(samples, elements).filter { sample, _ in
      rows.contains(sample) && !isLast(sample)
    }.map(\.1)
  }

  /// Whether a sample has no next one in its sequence.
  private func isLast(_ sample: Int) -> Bool {
    shifted?.isLast(sample) ?? false
  }

  /// What a reader has to know, as a line of a report.
  var lines: [TextLine] {
    var lines: [TextLine] = []
    if soft != nil {
      lines.append(("labels", "probabilities; the largest counts as the class"))
    }
    if let count = shifted?.count {
      lines.append(
        (
          "shift",
          count == 1
            ? "the whole file is one sequence"
            : "each of \(count) sequences without its last position"
        ))
    }
    return lines
  }
}
