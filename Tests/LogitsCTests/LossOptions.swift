import CLogits
import Logits
import TestSupport

/// Calls `body` with the options of a loss, whose buffers are there during the
/// call.
func withOptions<Result>(
  _ criterion: CrossEntropy, _ table: Execution = .automatic,
  divisor: Divisor = .weights, sampleWeights: [Double]? = nil,
  upstream: [Double]? = nil, isReduced: Bool,
  _ body: (inout logits_options) throws -> Result
) rethrows -> Result {
  var options = logits_options.zeros
  options.set(table)
  options.set(criterion)
  options.set(divisor)
  options.input =
    switch criterion.input {
    case .logits: 0
    case .logProbabilities: 1
    case .probabilities: 2
    }
  if !isReduced { options.reduction = 2 }
  let buffers = [criterion.classWeights, sampleWeights, upstream].map {
    $0.map { CMemory($0) }
  }
  options.class_weights = buffers[0]?.input ?? logits_none()
  options.sample_weights = buffers[1]?.input ?? logits_none()
  options.upstream = buffers[2]?.input ?? logits_none()
  return try withExtendedLifetime(buffers) { try body(&options) }
}

extension logits_layout {
  /// The layout of so many elements.
  init(_ layout: Layout, of count: Int) throws {
    let shape = try layout.shape(of: count, .logits)
    self.init(
      classes: Int64(shape.classes), positions: Int64(shape.positions ?? 0))
  }
}
