import ArgumentParser
import ArrayFiles

/// The options for reading labels.
struct LabelOptions: ParsableArguments {
  @Option(help: "The tensor of labels, if their file has several.")
  var labelsTensor: String?

  // It may be negative, which otherwise would be taken for an option.
  @Option(
    parsing: .unconditionalSingleValue,
    help: """
      The label of samples to ignore; may be given several times. (default: none)
      """)
  var ignoreIndex: [Int] = []

  @Flag(
    help: """
      Score each position of a sequence, on the last axis of the samples, with \
      the label of the next one, as causal language models are.
      """)
  var shift = false

  /// What figures depend on, by the options' names.
  var options: [String: String] {
    let list = ignoreIndex.sorted().map { "\($0)" }.joined(separator: ",")
    return [
      "ignore-index": ignoreIndex.isEmpty ? "none" : list, "shift": "\(shift)",
    ]
  }

  /// The number of labels in a file.
  func count(_ path: String) throws -> Int {
    try LabelsFile.array(path, labelsTensor).count
  }

  /// The labels of samples, in sequences if they are shifted; where
  /// `takesProbabilities` says so, they may be probabilities.
  ///
  /// - Throws: `FileError` unless there is a label for each sample.
  func targets(
    _ path: String, of logits: LogitsFile, in sequences: Sequences,
    takesProbabilities: Bool = false
  ) throws -> SampleTargets {
    let array = try LabelsFile.array(path, labelsTensor)
    let soft =
      takesProbabilities ? try SoftLabels(array, for: logits) : nil
    guard soft == nil || ignoreIndex.isEmpty else {
      throw FileError(
        path, "has probabilities as labels, and --ignore-index is for classes")
    }
    guard soft == nil || !shift || logits.shape.positions == 1 else {
      throw FileError(
        path,
        "has probabilities as labels, which --shift takes with the classes on "
          + "the last axis alone")
    }
    return try SampleTargets(
      soft ?? LabelsFile(array, for: logits, ignored: ignoreIndex),
      of: logits, ignored: ignoreIndex, shifted: shift ? sequences : nil)
  }
}
