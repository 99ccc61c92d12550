import ArgumentParser
import ArrayFiles
import Logits

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the logits of two models.",
    discussion: """
      BASE and OTHER are NPY or safetensors files, or folders of safetensors \
      files, with the logits of two models for the same samples, such as a \
      model and its quantised form. Prints the Kullback-Leibler divergence of \
      OTHER from BASE and how often both make the same prediction; with \
      LABELS, also the losses of both and their difference.
      """)

  @Argument(help: "Logits of the first model.", completion: .file())
  var base: String

  @Argument(help: "Logits of the second model.", completion: .file())
  var other: String

  @Argument(
    help: "A file of labels, one class per sample.", completion: .file())
  var labels: String?

  @Option(help: "The tensor of BASE, if it has several.")
  var tensor: String?

  @Option(
    help: """
      The tensor of OTHER. (default: that of BASE, unless OTHER is an NPY file)
      """)
  var otherTensor: String?

  @OptionGroup var labelOptions: LabelOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func run() throws {
    let execution = try executionOptions.execution()
    let baseFile = try LogitsFile(paths: [base], tensor: tensor)
    let otherFile = try LogitsFile(
      paths: [other],
      tensor: otherTensor ?? (other.hasSuffix(".npy") ? nil : tensor))
    guard baseFile.array.shape == otherFile.array.shape else {
      throw FileError(
        other,
        "logits have shape \(otherFile.array.shape), not "
          + "\(baseFile.array.shape) as in \(base)")
    }
    let labelsFile = try labels.map {
      try labelOptions.labels($0, for: baseFile)
    }
    let start = ContinuousClock.now
    var comparison = Comparison(
      loss: CrossEntropy(ignoreIndex: labelOptions.ignoreIndex),
      execution: execution)
    try comparison.add(baseFile, otherFile, labelsFile)
    try reportOptions.print(
      ComparisonReport(
        comparison: comparison, classes: baseFile.classes,
        hasLabels: labels != nil,
        throughput: Throughput(
          execution: execution,
          seconds: (ContinuousClock.now - start) / .seconds(1),
          samples: baseFile.samples,
          bytes: baseFile.byteCount + otherFile.byteCount)))
  }
}
