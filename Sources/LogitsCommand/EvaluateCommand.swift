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
      LOGITS are files of floating-point numbers, samples × classes: NPY, NPZ, \
      safetensors, PyTorch's .pt, text (.csv, .tsv, .txt), or llama.cpp's. \
      Several files are concatenated; a folder stands for all safetensors or \
      NPY files in it, and - for standard input. LABELS is a file of whole \
      numbers, one class per sample; a single file has both, by the names \
      logits and labels. Files are memory-mapped and read in blocks, so they \
      may be larger than memory.
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

  @OptionGroup var labelOptions: LabelOptions
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
      Write one record per sample to an NPY file: target, prediction, rank, \
      loss, weight, logSumExp, confidence, entropy, brier.
      """, completion: .file())
  var perSample: String?

  @Option(help: "Write an HTML report.", completion: .file())
  var report: String?

  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Missing files: logits and labels are required.")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    if files.count == 1 { try checkLabels(beside: files[0]) }
    let logits = try LogitsFile(
      paths: files.count > 1 ? files.dropLast() : files, tensor: tensor)
    let labels = try labelOptions.labels(files[files.count - 1], for: logits)
    let loss = try lossOptions.loss(
      classes: logits.classes, ignoreIndex: labelOptions.ignoreIndex)
    let records = try perSample.map {
      try SampleRecords(path: $0, samples: logits.samples)
    }
    // Created first, so that a bad path fails before the long work.
    let page = try report.map { try AtomicFile(path: $0) }
    let start = ContinuousClock.now
    var evaluation = Evaluation(
      topK: topK, detailsForClasses: report == nil ? nil : logits.classes)
    try evaluation.add(logits, labels, loss, execution) { targets, samples in
      try records?.write(targets, samples)
    }
    let result = EvaluationReport(
      summary: evaluation.summary,
      firstNonFiniteRow: evaluation.firstNonFiniteRow,
      classes: logits.classes,
      throughput: Throughput(
        execution: execution,
        seconds: (ContinuousClock.now - start) / .seconds(1),
        samples: logits.samples, bytes: logits.byteCount))
    if let details = evaluation.details {
      let title = URL(filePath: files[0]).lastPathComponent
      try page?.write(result.page(title: title, details))
    }
    try records?.commit()
    try page?.commit()
    try reportOptions.print(result)
  }

  /// Checks that a single file has both.
  private func checkLabels(beside logits: String) throws {
    let pair = try ArrayCollection(at: [logits]).pair
    guard pair == nil, labelOptions.labelsTensor == nil else { return }
    throw FileError(
      logits, "has no labels beside the logits; name a file of labels, too")
  }

  private static func numbers(_ list: String) throws -> [Int] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let number = Int($0), number > 0 else {
        throw ValidationError(
          "'\(list)' is not a list of positive integers, such as 1,5.")
      }
      return number
    }
  }
}
