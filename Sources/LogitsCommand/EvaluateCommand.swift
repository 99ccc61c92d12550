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

  @Option(help: "The number of bins of the calibration error.")
  var bins = 15

  @OptionGroup(title: "Temperature") var fitOptions: FitOptions

  @Option(
    help: """
      Write one record per sample to an NPY file: target, prediction, rank, \
      loss, weight, logSumExp, confidence, entropy, brier.
      """, completion: .file())
  var perSample: String?

  @Option(help: "Write an HTML report.", completion: .file())
  var report: String?

  @Option(
    help: "The names of the classes in the report, one a line of a file.",
    completion: .file())
  var classNames: String?

  @Option(
    help: "Write the exact summary, as JSON for 'logits merge'.",
    completion: .file())
  var summary: String?

  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func validate() throws {
    guard files.count >= 2 else {
      throw ValidationError("Missing files: logits and labels are required.")
    }
    guard classNames == nil || report != nil else {
      throw ValidationError("--class-names needs --report.")
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
    let labelsPath = files[files.count - 1]
    let logits = try LogitsFile(
      paths: files.dropLast(), tensor: tensor, inputOptions,
      labels: try labelOptions.count(labelsPath))
    let all = try labelOptions.targets(labelsPath, of: logits)
    let (fitted, targets) = try fitOptions.split(all, of: logits)
    let loss = try lossOptions.loss(
      classes: logits.classes, ignoreIndex: targets.ignoreIndex)
    let names = try classNames.map {
      try ClassNames(path: $0, classes: logits.classes)
    }
    // Created first, so that a bad path fails before the long work.
    let records = try perSample.map {
      try SampleRecords(path: $0, samples: targets.count)
    }
    let page = try report.map { try AtomicFile(path: $0) }
    let part = try summary.map { try AtomicFile(path: $0) }
    let start = ContinuousClock.now
    var evaluation = Evaluation(
      topK: topK, bins: bins,
      details: report.map { _ in
        ReportDetails(classes: logits.classes, names: names?.names)
      })
    try evaluation.add(logits, targets, loss, execution) { targets, samples in
      try records?.write(targets, samples)
    }
    let throughput = Throughput(
      execution: execution,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      samples: targets.count, bytes: logits.byteCount)
    let result = EvaluationReport(
      summary: evaluation.summary,
      firstNonFiniteRow: evaluation.firstNonFiniteRow,
      classes: logits.classes,
      inputLines: logits.shape.lines + targets.lines,
      fit: try fitOptions.fit(
        logits, fitted, targets, loss, evaluation.summary, execution),
      throughput: throughput)
    if let details = evaluation.details {
      let title = URL(filePath: files[0]).lastPathComponent
      try page?.write(result.page(title: title, details))
    }
    try part?.write(
      EvaluationPart(
        version: logitsVersion, files: files, classes: logits.classes,
        options: labelOptions.options.merging(loss.options) { $1 }
          .merging(["input": (logits.kind ?? .logits).rawValue]) { $1 },
        rows: targets.rows.count,
        firstNonFiniteRow: evaluation.firstNonFiniteRow,
        summary: evaluation.summary
      ).json())
    try records?.commit()
    try page?.commit()
    try part?.commit()
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
