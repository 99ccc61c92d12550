// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of evaluation summaries.

@c @implementation public func logits_summary_count(
  _ summary: UnsafePointer<logits_summary>?
) -> Int64 {
  do {
    return Int64(try present(summary).pointee.vectorCount())
  } catch {
    _ = keep(error)
    return -1
  }
}

@c @implementation public func logits_summary_normalize(
  _ summary: UnsafePointer<logits_summary>?
) -> CInt {
  status { try Summary(try present(summary)).normalize() }
}

@c @implementation public func logits_summary_figures(
  _ summary: UnsafePointer<logits_summary>?,
  _ figures: UnsafeMutablePointer<logits_figures>?
) -> CInt {
  status {
    guard let figures else { throw ArgumentError.nullPointer("figures") }
    let start = UnsafeMutableRawPointer(figures)
    let size = try checkedSize(of: start, logits_figures.self, "figures")
    let summary = try Summary(try present(summary))
    try checkOverlap(
      UnsafeRawBufferPointer(start: start, count: size), .output,
      summary.bytes, .summary)
    var fields = logits_figures(try summary.evaluationSummary())
    fields.size = size
    withUnsafeBytes(of: fields) {
      start.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: size)
    }
  }
}

@c @implementation public func logits_summary_top_accuracies(
  _ summary: UnsafePointer<logits_summary>?, _ accuracies: logits_output
) -> CInt {
  status {
    let output = try accuracies.buffer(.output)
    let results = try SampleNumbers(
      results: output.bytes, output.type, .output)
    let summary = try Summary(try present(summary))
    let figures = try summary.evaluationSummary().topAccuracies
    try check(results.count, figures.count)
    try checkOverlap(results.bytes, .output, summary.bytes, .summary)
    for (i, accuracy) in figures.enumerated() { results[i] = accuracy }
  }
}

@c @implementation public func logits_summary_calibration(
  _ summary: UnsafePointer<logits_summary>?,
  _ bins: UnsafeMutablePointer<logits_calibration_bin>?, _ count: Int64
) -> CInt {
  status {
    let results = try structs(
      bins, count: count, "output", logits_calibration_bin.self)
    let summary = try Summary(try present(summary))
    let bins = try summary.evaluationSummary().calibration
    try check(results.count, bins.count)
    try checkOverlap(
      UnsafeRawBufferPointer(results), .output, summary.bytes, .summary)
    for (i, bin) in bins.enumerated() {
      results[i] = logits_calibration_bin(
        lower: bin.lower, upper: bin.upper, samples: Int64(bin.samples),
        correct: Int64(bin.correct), confidence_sum: bin.confidenceSum)
    }
  }
}

private func present(
  _ summary: UnsafePointer<logits_summary>?
) throws(ArgumentError) -> UnsafePointer<logits_summary> {
  guard let summary else { throw .nullPointer("summary") }
  return summary
}

private func check(_ found: Int, _ expected: Int) throws(LogitsError) {
  guard found == expected else {
    throw .sizeMismatch(
      .output, expected: expected...expected, actual: found)
  }
}

extension logits_figures {
  fileprivate init(_ summary: EvaluationSummary) {
    self.init()
    samples = Int64(summary.samples)
    ignored_samples = Int64(summary.ignoredSamples)
    non_finite_samples = Int64(summary.nonFiniteSamples)
    correct = Int64(summary.correct)
    loss_sum = summary.lossSum
    weight = summary.weight
    loss = summary.loss
    loss_standard_error = summary.lossStandardError
    (loss_lower, loss_upper) = summary.lossInterval
    perplexity = summary.perplexity
    bits_per_token = summary.bitsPerToken
    accuracy = summary.accuracy
    accuracy_standard_error = summary.accuracyStandardError
    (accuracy_lower, accuracy_upper) = summary.accuracyInterval
    mean_entropy = summary.meanEntropy
    brier = summary.brier
    expected_calibration_error = summary.expectedCalibrationError
  }
}
