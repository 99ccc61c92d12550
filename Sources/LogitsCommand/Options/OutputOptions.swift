import ArgumentParser

/// The options for files that `logits evaluate` writes.
struct OutputOptions: ParsableArguments {
  @Option(
    help: """
      Write one record per sample, to an NPY or CSV file: target, prediction, \
      rank, loss, weight, logSumExp, confidence, entropy, brier.
      """, completion: .file())
  var perSample: String?

  @Option(
    help: """
      Write one record per sequence, to an NPY or CSV file: samples, correct, \
      exact, loss, perplexity. Also reports how many sequences are predicted \
      exactly, and the mean of their losses.
      """, completion: .file())
  var perSequence: String?

  @Option(
    help: "Write the exact summary, as JSON for 'logits merge'.",
    completion: .file())
  var summary: String?

  @Option(help: "Write an HTML report.", completion: .file())
  var report: String?

  @Option(
    help: "The names of the classes in the report, one a line of a file.",
    completion: .file())
  var classNames: String?

  func validate() throws {
    guard classNames == nil || report != nil else {
      throw ValidationError("--class-names needs --report.")
    }
  }

  /// What the report collects of samples and classes; `nil` without one.
  ///
  /// - Throws: `FileError` unless there is a name for each class.
  func details(classes: Int) throws -> ReportDetails? {
    guard report != nil else { return nil }
    let names = try classNames.map {
      try ClassNames(path: $0, classes: classes).names
    }
    return ReportDetails(classes: classes, names: names)
  }
}
