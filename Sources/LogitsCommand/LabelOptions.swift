import ArgumentParser

/// The options for reading labels.
struct LabelOptions: ParsableArguments {
  @Option(help: "The tensor of labels, if their file has several.")
  var labelsTensor: String?

  @Option(help: "The label of samples to ignore.")
  var ignoreIndex = -100

  func labels(_ path: String, for logits: LogitsFile) throws -> LabelsFile {
    try LabelsFile(
      path: path, tensor: labelsTensor, for: logits, ignoreIndex: ignoreIndex)
  }
}
