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

        logits compare original.npy quantised.npy tokens.npy --shift
        logits compare a.npy padded.npy --classes 32000
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

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Labels") var labelOptions: LabelOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func run() throws {
    let execution = try executionOptions.execution()
    func file(_ path: String, _ tensor: String?) throws -> LogitsFile {
      try LogitsFile(
        paths: [path], tensor: tensor, inputOptions.format,
        labels: try labels.map(labelOptions.count))
    }
    let baseFile = try file(base, tensor)
    let otherFile = try file(
      other, otherTensor ?? (other.hasSuffix(".npy") ? nil : tensor))
    try otherFile.check(samplesAndClassesOf: baseFile)
    let targets = try labels.map {
      try labelOptions.targets(
        $0, of: baseFile, in: Sequences(baseFile.shape))
    }
    let start = ContinuousClock.now
    var comparison = Comparison(
      loss: CrossEntropy(ignoreIndex: targets?.ignoreIndex),
      execution: execution)
    try comparison.add(baseFile, otherFile, targets)
    try reportOptions.print(
      ComparisonReport(
        comparison: comparison, classes: baseFile.classes,
        inputLines: baseFile.shape.lines + (targets?.lines ?? []),
        hasLabels: labels != nil,
        throughput: Throughput(
          execution: execution,
          seconds: (ContinuousClock.now - start) / .seconds(1),
          samples: baseFile.samples,
          bytes: baseFile.byteCount + otherFile.byteCount)))
  }
}

extension LogitsFile {
  /// - Throws: `FileError` unless the samples are those of another file, in as
  ///   many classes.
  fileprivate func check(samplesAndClassesOf base: LogitsFile) throws(FileError)
  {
    guard shape.sampleAxes == base.shape.sampleAxes else {
      throw FileError(
        path,
        "logits have shape \(array.shape), not \(base.array.shape) as in "
          + base.path)
    }
    guard classes == base.classes else {
      let fewer = min(classes, base.classes)
      throw FileError(
        path,
        "logits have \(classes) classes, not \(base.classes) as in "
          + "\(base.path); --classes \(fewer) compares the first \(fewer)")
    }
  }
}
