import ArgumentParser
import ArrayFiles
import Foundation
import Logits

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compute loss, accuracy and calibration from logits and labels.",
    usage: "logits evaluate [OPTIONS] LOGITS ... [LABELS]",
    discussion: """
      LOGITS are files of floating-point numbers: NPY, NPZ, safetensors, \
      PyTorch's .pt, text (.csv, .tsv, .txt), or llama.cpp's. One axis has the \
      classes, all others the samples. Several files are concatenated; a folder \
      stands for all safetensors or NPY files in it, and - for standard input. \
      LABELS is a file of whole numbers, one class per sample, or of target \
      probabilities in the shape of the logits; a single file has both, by the \
      names logits and labels. A single logit per sample is that of class 1 of \
      two. Files are memory-mapped and read in blocks, so they may be larger than \
      memory.

        logits evaluate x.npy y.npy --report page.html
        logits evaluate b_s_v.npy tokens.npy --shift --ignore-index -100
        logits evaluate b_s_v.npy tokens.npy --per-sequence sequences.csv
        logits evaluate n_c_h_w.npy n_h_w.npy --class-axis 1
        logits evaluate probabilities.npy y.npy --input probabilities
        logits evaluate padded.npy y.npy --classes 32000
        logits evaluate x.npy y.npy --fit-temperature --fit-on 1000
        logits evaluate x.npy soft.npy --class-weights w.npy
        logits evaluate x.npy y.npy --top-classes k.csv --top-log-probabilities 5
        logits evaluate x.npy y.npy --bins 50 --json
        logits evaluate part.npy labels.npy --summary part.json
      """)

  @Argument(
    help: "Files of logits, or a folder, then a file of labels.",
    completion: .file())
  var files: [String] = []

  @Option(
    help: """
      The tensor of logits, if the files have several, or a pattern such as \
      'batch_*' of those to concatenate.
      """)
  var tensor: String?

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Labels") var labelOptions: LabelOptions
  @OptionGroup(title: "Sequences") var sequenceOptions: SequenceOptions
  @OptionGroup(title: "Loss") var lossOptions: LossOptions

  @Option(
    help: """
      Report how often the label is among the k largest logits, for each k in \
      this list. (default: 1,5)
      """,
    transform: EvaluateCommand.numbers)
  var topK = [1, 5]

  @Option(
    help: """
      The number of bins of the calibration errors. Those of equal width have \
      their lower edges, not the upper ones, which the paper (Guo et al., 2017) \
      has. Of equal mass, there may be fewer.
      """)
  var bins = 15

  @Flag(
    help: """
      Report the calibration error of the probabilities of all classes, too \
      (Kull et al., 2019), which takes another pass over them.
      """)
  var classWiseCalibration = false

  @OptionGroup(title: "Temperature") var fitOptions: FitOptions

  @OptionGroup(title: "Output") var outputOptions: OutputOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Missing files: logits and labels are required.")
    }
    guard 1...65_536 ~= bins else {
      throw ValidationError("--bins must be from 1 to 65536, not \(bins).")
    }
    guard !fitOptions.fitTemperature || lossOptions.isPlain else {
      throw ValidationError(
        "--fit-temperature needs the loss without --temperature and "
          + "--label-smoothing.")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    if files.count == 1 { try checkLabels(beside: files[0]) }
    let labelsPath = files[files.count - 1]
    let logits = try LogitsFile(
      paths: files.count > 1 ? files.dropLast() : files, tensor: tensor,
      inputOptions.format, labels: try labelOptions.count(labelsPath))
    let sequences = try sequenceOptions.sequences(of: logits)
    let all = try labelOptions.targets(
      labelsPath, of: logits, in: sequences, takesProbabilities: true)
    let (fitted, targets) = try fitOptions.split(all, of: logits)
    let loss = try lossOptions.loss(
      classes: logits.classes, ignoreIndex: targets.ignoreIndex)
    let classWise =
      classWiseCalibration
      ? try ClassWiseCalibration(
        classes: logits.classes, bins: bins, logits.path) : nil
    let details = try outputOptions.details(classes: logits.classes)
    let listed = try outputOptions.listed(of: logits)
    let files = try OutputFiles(
      outputOptions, samples: targets.count, sequences: sequences.count)
    // A page has them wherever someone says what the sequences are.
    let isShown = details != nil && sequenceOptions.sequences != nil
    var figures =
      isShown || outputOptions.perSequence != nil
      ? SequenceFigures(sequences) : nil
    var evaluation = Evaluation(
      topK: topK, bins: bins, classWise: classWise, details: details,
      listed: listed)
    let start = ContinuousClock.now
    try evaluation.add(logits, targets, loss, execution) { block in
      try files.write(block)
      figures?.add(block)
    }
    let throughput = Throughput(
      execution: execution,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      samples: targets.count, bytes: logits.byteCount)
    let summary = evaluation.summary
    let fit = try fitOptions.fit(
      logits, fitted, targets, loss, summary, execution)
    let more: [(any Report)?] = [
      sequenceOptions.bytes.map { BitsPerByte(summary: summary, bytes: $0) },
      outputOptions.perSequence == nil ? nil : figures, fit,
    ]
    let result = EvaluationReport(
      summary: summary, calibration: evaluation.calibration,
      firstNonFiniteRow: evaluation.firstNonFiniteRow,
      classes: logits.classes,
      inputLines: logits.shape.lines + targets.lines,
      more: more.compactMap(\.self), throughput: throughput)
    if let figures { try files.write(figures) }
    if let details = evaluation.details {
      let title = URL(filePath: self.files[0]).lastPathComponent
      try files.write(page: result.page(title: title, details, fit, figures))
    }
    try files.write(
      summary: EvaluationPart(
        version: logitsVersion, files: self.files, classes: logits.classes,
        options: options(of: loss, logits), rows: targets.rows.count,
        firstNonFiniteRow: evaluation.firstNonFiniteRow.map {
          $0 - targets.rows.lowerBound
        }, summary: summary, confidences: evaluation.calibration.confidences,
        classWise: evaluation.calibration.classWise))
    try files.commit()
    try reportOptions.print(result)
  }

  /// Checks that a single file has both.
  private func checkLabels(beside logits: String) throws {
    let pair = try ArrayCollection(at: [logits]).pair
    guard pair == nil, labelOptions.labelsTensor == nil else { return }
    throw FileError(
      logits, "has no labels beside the logits; name a file of labels, too")
  }

  /// What figures depend on, by the options' names.
  private func options(
    of loss: CrossEntropy, _ logits: LogitsFile
  ) -> [String: String] {
    var options = labelOptions.options.merging(loss.options) { $1 }
    options["input"] = (logits.kind ?? .logits).rawValue
    options[ClassWiseCalibration.option] = "\(classWiseCalibration)"
    return options
  }

  static func numbers(_ list: String) throws -> [Int] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let number = Int($0), number > 0 else {
        throw ValidationError(
          "'\(list)' is not a list of positive integers, such as 1,5.")
      }
      return number
    }
  }
}
