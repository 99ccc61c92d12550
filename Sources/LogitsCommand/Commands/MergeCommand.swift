import ArgumentParser
import ArrayFiles
import Logits

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Add up summaries of evaluations.",
    discussion: """
      PARTS are files that evaluate --summary wrote, each for a part of the \
      samples. The figures are those of one run over all, bit for bit; the \
      calibration error by prediction is not among them.

        logits evaluate a.npy ya.npy --summary a.json
        logits evaluate b.npy yb.npy --summary b.json
        logits merge a.json b.json
      """)

  @Argument(help: "The summaries, in order.", completion: .file())
  var parts: [String]

  @OptionGroup var reportOptions: ReportOptions

  func run() throws {
    let first = try EvaluationPart(path: parts[0])
    var summary = EvaluationSummary(
      topK: first.summary.topK,
      calibrationBins: first.summary.calibration.count)
    var confidences = ConfidenceHistogram()
    var classWise = first.classWise
    var firstNonFiniteRow: Int?
    var rows = 0
    for (index, path) in parts.enumerated() {
      guard !parts[..<index].contains(path) else {
        throw FileError(path, "is given twice")
      }
      let part = try index == 0 ? first : EvaluationPart(path: path)
      if let difference = part.difference(from: first) {
        throw FileError(
          path, "does not fit \(parts[0]): was made with \(difference)")
      }
      do {
        try summary.merge(part.summary)
      } catch {
        throw FileError(path, "does not fit \(parts[0]): \(error)")
      }
      confidences.merge(part.confidences)
      if index > 0 { part.classWise.map { classWise?.merge($0) } }
      if firstNonFiniteRow == nil {
        firstNonFiniteRow = part.firstNonFiniteRow.map { rows + $0 }
      }
      rows += part.rows
    }
    try reportOptions.print(
      EvaluationReport(
        summary: summary,
        calibration: CalibrationFigures(
          confidences, classWise: classWise,
          bins: summary.calibration.count),
        firstNonFiniteRow: firstNonFiniteRow, classes: first.classes,
        inputLines: [("parts", "\(parts.count)")],
        throughput: nil))
  }
}
