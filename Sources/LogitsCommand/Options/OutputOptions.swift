import ArgumentParser
import ArrayFiles

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
      Write the most probable classes of each sample, as many records for each \
      as --top-log-probabilities says, to an NPY or CSV file: class, \
      logProbability. In NumPy, load(file).reshape(-1, k).
      """, completion: .file())
  var topClasses: String?

  @Option(help: "The number of classes in the file of --top-classes.")
  var topLogProbabilities: Int?

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
    guard (topClasses == nil) == (topLogProbabilities == nil) else {
      throw ValidationError(
        "--top-classes and --top-log-probabilities need each other.")
    }
    if let k = topLogProbabilities, !(1...1000 ~= k) {
      throw ValidationError(
        "--top-log-probabilities must be from 1 to 1000, not \(k).")
    }
    guard classNames == nil || report != nil else {
      throw ValidationError("--class-names needs --report.")
    }
  }

  /// The number of classes that are listed of each sample.
  ///
  /// - Throws: `FileError` if there are fewer.
  func listed(of logits: LogitsFile) throws(FileError) -> Int {
    let listed = topLogProbabilities ?? 0
    guard listed <= logits.classes else {
      throw FileError(
        logits.path, "has \(logits.classes) classes, fewer than \(listed)")
    }
    return listed
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
