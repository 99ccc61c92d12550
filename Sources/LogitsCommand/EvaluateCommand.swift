import ArgumentParser
import Logits

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Loss, perplexity and accuracy of logits, given the labels.",
    discussion: """
      LOGITS is an NPY file of float32 or float64, samples × classes, in C \
      order; LABELS one of integers, a class a sample. Both are read through a \
      mapping, in blocks: they may be larger than memory.
      """)

  @Argument(help: "An NPY file of logits.", completion: .file())
  var logits: String

  @Argument(help: "An NPY file of labels.", completion: .file())
  var labels: String

  @OptionGroup var options: ExecutionOptions

  @Flag(
    help: """
      Print one JSON object. Numbers that JSON does not have are the strings \
      "NaN", "Infinity" and "-Infinity".
      """)
  var json = false

  func run() throws {
    let execution = try options.execution()
    let logitsFile = try LogitsFile(path: logits)
    let labelsFile = try LabelsFile(path: labels, for: logitsFile)
    let start = ContinuousClock.now
    let evaluation = try Evaluation(logitsFile, labelsFile, execution)
    let report = EvaluationReport(
      evaluation, logitsFile, execution,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    print(json ? try report.json() : report.text())
  }
}
