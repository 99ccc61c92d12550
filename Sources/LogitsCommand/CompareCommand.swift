import ArgumentParser
import ArrayFiles
import Foundation
import Logits

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "How far the logits of one model are from those of another.",
    discussion: """
      BASE and OTHER are NPY or safetensors files, or folders of safetensors \
      files, with the logits of two models for the same samples: of a model \
      and its quantised form, say. Printed is the Kullback-Leibler divergence \
      of OTHER from BASE, and how often both predict the same; with LABELS \
      also the losses of both, and their difference.
      """)

  @Argument(help: "Logits of the first model.", completion: .file())
  var base: String

  @Argument(help: "Logits of the other model.", completion: .file())
  var other: String

  @Argument(help: "A file of labels, a class a sample.", completion: .file())
  var labels: String?

  @Option(help: "The tensor of BASE, where it has names for several.")
  var tensor: String?

  @Option(
    help: """
      The tensor of OTHER. (default: that of BASE, unless OTHER is an NPY file)
      """)
  var otherTensor: String?

  @Option(help: "The tensor of labels, where their file has several.")
  var labelsTensor: String?

  @Option(help: "The label of samples that do not count.")
  var ignoreIndex = -100

  @OptionGroup(title: "Execution") var options: ExecutionOptions

  @Flag(
    help: """
      Print one JSON object. Numbers that JSON does not have are the strings \
      "NaN", "Infinity" and "-Infinity".
      """)
  var json = false

  func run() throws {
    let execution = try options.execution()
    let baseFile = try LogitsFile(paths: [base], tensor: tensor)
    let otherFile = try LogitsFile(
      paths: [other],
      tensor: otherTensor ?? (other.hasSuffix(".npy") ? nil : tensor))
    guard baseFile.array.shape == otherFile.array.shape else {
      throw FileError(
        other,
        "logits of shape \(otherFile.array.shape), unlike "
          + "\(baseFile.array.shape) in \(base)")
    }
    let labelsFile = try labels.map {
      try LabelsFile(
        path: $0, tensor: labelsTensor, for: baseFile,
        ignoreIndex: ignoreIndex)
    }
    let start = ContinuousClock.now
    var comparison = Comparison(
      loss: try CrossEntropy(ignoreIndex: ignoreIndex), execution: execution)
    try comparison.add(baseFile, otherFile, labelsFile)
    let report = ComparisonReport(
      comparison: comparison, classes: baseFile.classes,
      hasLabels: labels != nil,
      speed: Speed(
        execution: execution,
        seconds: (ContinuousClock.now - start) / .seconds(1),
        samples: baseFile.samples,
        bytes: baseFile.byteCount + otherFile.byteCount))
    try FileOutput.standard.write(
      (json ? report.json() : report.text()) + "\n")
  }
}
