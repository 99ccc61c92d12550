import ArgumentParser
import ArrayFiles
import Logits

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the logits of models.",
    usage: "logits compare [OPTIONS] BASE OTHER ... [LABELS]",
    discussion: """
      BASE and each OTHER are files of the logits of a model for the same \
      samples, such as a model and its quantised forms: NPY, NPZ, safetensors, \
      PyTorch's .pt, text (.csv, .tsv, .txt), or llama.cpp's \
      --kl-divergence-base; or folders of safetensors or NPY files. Prints the \
      Kullback-Leibler divergences of OTHER from BASE and the other way round, \
      the Jensen-Shannon divergence, and how often both make the same \
      prediction; with LABELS, also the losses of both and their difference. \
      Several OTHERs make a table.

      LABELS is the last of three or more files if it has whole numbers, fewer \
      axes than BASE or rows of one 1 among zeros, or if --labels-tensor is given.

        logits compare original.npy quantised.npy
        logits compare original.npy quantised.npy tokens.npy --shift
        logits compare original.npy q8.npy q4.npy q2.npy
        logits compare a.npy padded.npy --classes 32000
        logits compare a.safetensors b.safetensors --tensor x --other-tensor y
        logits compare a.npy b.npy --top-k 1,10 --per-sample samples.csv
      """)

  @Argument(
    help: "Logits of the first model, those of others, then a file of labels.",
    completion: .file())
  var files: [String] = []

  @Option(help: "The tensor of BASE, if it has several.")
  var tensor: String?

  @Option(
    help: """
      The tensor of each OTHER. (default: that of BASE, where tensors have names)
      """)
  var otherTensor: String?

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Labels") var labelOptions: LabelOptions

  @Option(
    help: """
      Report how many of the k most probable classes are the same, for each k in \
      this list. (default: 1,5)
      """,
    transform: EvaluateCommand.numbers)
  var topK = [1, 5]

  @Option(
    help: """
      Write one record per sample, to an NPY or CSV file: predictions, \
      divergences, and the shares of --top-k; with labels also target and losses.
      """, completion: .file())
  var perSample: String?

  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func validate() throws {
    guard files.count > 1 else {
      throw ValidationError("Missing files: logits of two models are required.")
    }
    if let k = topK.first(where: { $0 > 1000 }) {
      throw ValidationError("--top-k must be at most 1000, not \(k).")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    let files = try ComparedFiles(
      files, tensor: tensor, otherTensor: otherTensor,
      hasLabels: labelOptions.labelsTensor != nil)
    func logits(_ array: ConcatenatedArray) throws -> LogitsFile {
      try LogitsFile(
        array, inputOptions.format,
        labels: try files.labels.map(labelOptions.count))
    }
    let base = try logits(files.base)
    let others = try files.others.map(logits)
    try base.checkSamplesAndClasses(of: others)
    let targets = try files.labels.map {
      try labelOptions.targets($0, of: base, in: Sequences(base.shape))
    }
    let topK = Set(topK).sorted()
    let records = try perSample.map {
      try ComparisonRecords(
        path: $0, samples: targets?.count ?? base.samples, models: others.count,
        topK: topK, classes: base.classes, hasLabels: targets != nil)
    }
    let start = ContinuousClock.now
    var models = ComparedModels(
      base: base, other: base, targets: targets, topK: topK,
      execution: execution)
    var figures: [ComparisonFigures] = []
    for (index, other) in others.enumerated() {
      models.other = other
      var comparison = Comparison(topK: topK)
      try models.forEachChunk { samples in
        for sample in samples { comparison.add(sample) }
        try records?.write(samples, model: index)
      }
      figures.append(
        ComparisonFigures(
          name: files.names[index], comparison: comparison,
          classes: base.classes, hasLabels: targets != nil))
      // What it looks like has been said.
      models.base.kind = models.base.kind ?? .logits
    }
    let report = ComparisonReport(
      base: self.files[0], classes: base.classes, figures: figures,
      inputLines: base.shape.lines + (targets?.lines ?? []),
      throughput: Throughput(
        execution: execution,
        seconds: (ContinuousClock.now - start) / .seconds(1),
        samples: base.samples * others.count,
        bytes: others.reduce(0) { $0 + base.byteCount + $1.byteCount }))
    try records?.commit()
    try reportOptions.print(report)
  }
}

extension LogitsFile {
  /// - Throws: `FileError` unless the samples of other files are those of this one,
  ///   in as many classes.
  fileprivate func checkSamplesAndClasses(
    of others: [LogitsFile]
  ) throws(FileError) {
    let fewest = others.reduce(classes) { min($0, $1.classes) }
    for other in others {
      guard other.shape.sampleAxes == shape.sampleAxes else {
        throw FileError(
          other.path,
          "logits have shape \(other.array.shape), not \(array.shape) as in "
            + path)
      }
      guard other.classes == classes else {
        throw FileError(
          other.path,
          "logits have \(other.classes) classes, not \(classes) as in \(path); "
            + "--classes \(fewest) compares the first \(fewest)")
      }
    }
  }
}
