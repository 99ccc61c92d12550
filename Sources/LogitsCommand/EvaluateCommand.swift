import ArgumentParser
import ArrayFiles
import Foundation
import Logits

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Loss, accuracy and calibration of logits, given the labels.",
    usage: "logits evaluate [OPTIONS] LOGITS ... LABELS",
    discussion: """
      LOGITS are NPY or safetensors files of floating-point numbers, samples × \
      classes, in C order; several are read end to end, and a folder stands for \
      the safetensors files in it. LABELS is a file of integers, a class a \
      sample. All are read through a mapping, in blocks: they may be larger \
      than memory.
      """)

  @Argument(
    help: "Files of logits, or a folder; then a file of labels.",
    completion: .file())
  var files: [String] = []

  @Option(help: "The tensor of logits, where files have names for several.")
  var tensor: String?

  @Option(help: "The tensor of labels, where their file has several.")
  var labelsTensor: String?

  @OptionGroup(title: "Loss") var lossOptions: LossOptions

  @Option(
    help: """
      Count how often the label is among the largest logits, for each of these \
      numbers. (default: 1,5)
      """,
    transform: EvaluateCommand.numbers)
  var topK = [1, 5]

  @Option(
    help: """
      Write a record of each sample to an NPY file: target, prediction, rank, \
      loss, weight, logSumExp, confidence, entropy, brier.
      """, completion: .file())
  var perSample: String?

  @Option(
    help: "Write a page to look at to an HTML file.", completion: .file())
  var report: String?

  @OptionGroup(title: "Execution") var options: ExecutionOptions

  @Flag(
    help: """
      Print one JSON object. Numbers that JSON does not have are the strings \
      "NaN", "Infinity" and "-Infinity".
      """)
  var json = false

  func validate() throws {
    guard files.count >= 2 else {
      throw ValidationError("Give files of logits, and one of labels.")
    }
  }

  func run() throws {
    let execution = try options.execution()
    let logits = try LogitsFile(paths: files.dropLast(), tensor: tensor)
    let labels = try LabelsFile(
      path: files[files.count - 1], tensor: labelsTensor, for: logits,
      ignoreIndex: lossOptions.ignoreIndex)
    let loss = try lossOptions.loss(classes: logits.classes)
    let records = try perSample.map {
      try SampleRecords(path: $0, samples: logits.samples)
    }
    // Made before the work, which may be long, and put in its place after it.
    let page = try report.map { try NewFile(path: $0) }
    let start = ContinuousClock.now
    var evaluation = Evaluation(
      topK: topK, withDetails: report == nil ? nil : logits.classes)
    try evaluation.add(logits, labels, loss, execution) { targets, samples in
      try records?.write(targets, samples)
    }
    let result = EvaluationReport(
      summary: evaluation.summary, classes: logits.classes,
      speed: Speed(
        execution: execution,
        seconds: (ContinuousClock.now - start) / .seconds(1),
        samples: logits.samples, bytes: logits.byteCount))
    if let details = evaluation.details {
      let title = URL(filePath: files[0]).lastPathComponent
      try page?.write(result.page(title: title, details))
    }
    try records?.commit()
    try page?.commit()
    try FileOutput.standard.write(
      (json ? result.json() : result.text()) + "\n")
  }

  private static func numbers(_ list: String) throws -> [Int] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let number = Int($0), number > 0 else {
        throw ValidationError("'\(list)' is not a list like 1,5.")
      }
      return number
    }
  }
}
