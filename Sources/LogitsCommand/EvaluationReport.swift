import Foundation
import Logits

/// What `logits evaluate` prints; the names are the keys of its JSON.
struct EvaluationReport: Encodable {
  let samples: Int
  let classes: Int
  /// Mean cross-entropy in nats.
  let loss: Double
  /// e to the power of the loss.
  let perplexity: Double
  let accuracy: Double
  let backend: String
  let instructionSet: String
  let threads: Int
  /// From the first logit read to the last sum.
  let seconds: Double
  let samplesPerSecond: Double
  /// Bytes of logits, in 10⁹.
  let gigabytesPerSecond: Double

  init(
    _ evaluation: Evaluation, _ logits: LogitsFile, _ execution: Execution,
    seconds: Double
  ) {
    samples = evaluation.samples
    classes = logits.classes
    loss = evaluation.loss
    perplexity = exp(evaluation.loss)
    accuracy = evaluation.accuracy
    backend = execution.backend.rawValue
    instructionSet = execution.instructionSet?.rawValue ?? ""
    threads = execution.threads ?? 1
    self.seconds = seconds
    samplesPerSecond = Double(samples) / seconds
    gigabytesPerSecond = Double(logits.byteCount) / seconds / 1e9
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  func text() -> String {
    """
    samples        \(samples)
    classes        \(classes)
    cross-entropy  \(decimal(loss, 6)) nats (mean)
    perplexity     \(decimal(perplexity, 6))
    accuracy       \(decimal(accuracy * 100, 2)) %
    backend        \(backend), \(instructionSet)
    threads        \(threads)
    time           \(decimal(seconds * 1000, 3)) ms
    speed          \(decimal(samplesPerSecond, 0)) samples/s, \
    \(decimal(gigabytesPerSecond, 2)) GB/s
    """
  }

  private func decimal(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
