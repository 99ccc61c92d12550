import ArgumentParser
import ArrayFiles
import Foundation
import Logits

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compute loss, accuracy and calibration from logits and labels.",
    usage: "logits evaluate [OPTIONS] LOGITS ... LABELS",
    discussion: """
      LOGITS are NPY or safetensors files of floating-point numbers, samples × \
      classes, in C order. Several files are concatenated; a folder stands for \
      all safetensors files in it. LABELS is a file of integers, one class per \
      sample. Logits are memory-mapped and read in blocks, so they may be \
      larger than memory; labels are loaded whole.
      """)

  @Argument(
    help: "Files of logits, or a folder, then a file of labels.",
    completion: .file())
  var files: [String] = []

  @Option(help: "The tensor of logits, if the files have several.")
  var tensor: String?

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Labels") var labelOptions: LabelOptions
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
    guard files.count >= 2 else {
      throw ValidationError("Missing files: logits and labels are required.")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    let labelsPath = files[files.count - 1]
    let logits = try LogitsFile(
      paths: files.dropLast(), tensor: tensor, inputOptions,
      labels: try labelOptions.count(labelsPath))
    let targets = try labelOptions.targets(labelsPath, of: logits)
    let loss = try lossOptions.loss(
      classes: logits.classes, ignoreIndex: targets.ignoreIndex)
    let records = try perSample.map {
      try SampleRecords(path: $0, samples: targets.count)
    }
    // Created first, so that a bad path fails before the long work.
    let page = try report.map { try AtomicFile(path: $0) }
    let start = ContinuousClock.now
    var evaluation = Evaluation(
      topK: topK, detailsForClasses: report == nil ? nil : logits.classes)
    try evaluation.add(logits, targets, loss, execution) { targets, samples in
      try records?.write(targets, samples)
    }
    let result = EvaluationReport(
      summary: evaluation.summary,
      firstNonFiniteRow: evaluation.firstNonFiniteRow,
      classes: logits.classes,
      inputLines: logits.shape.lines + targets.lines,
      throughput: Throughput(
        execution: execution,
        seconds: (ContinuousClock.now - start) / .seconds(1),
        samples: targets.count, bytes: logits.byteCount))
    if let details = evaluation.details {
      let title = URL(filePath: files[0]).lastPathComponent
      try page?.write(result.page(title: title, details))
    }
    try records?.commit()
    try page?.commit()
    try reportOptions.print(result)
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
