import ArgumentParser

/// The options for reading labels.
struct LabelOptions: ParsableArguments {
  @Option(help: "The tensor of labels, if their file has several.")
  var labelsTensor: String?

  // It may be negative, which otherwise would be taken for an option.
  @Option(
    parsing: .unconditional,
    help: "The label of samples to ignore. (default: none)")
  var ignoreIndex: Int?

  func labels(_ path: String, for logits: LogitsFile) throws -> LabelsFile {
    try LabelsFile(
      path: path, tensor: labelsTensor, for: logits, ignoreIndex: ignoreIndex)
  }
}
