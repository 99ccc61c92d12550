// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of the softmax and its gradient.

@c @implementation public func logits_softmax(
  _ logits: logits_input, _ layout: logits_layout,
  _ options: UnsafePointer<logits_options>?, _ probabilities: logits_output
) -> CInt {
  status {
    try writeSoftmax(.softmax, logits, layout, options, probabilities)
  }
}

@c @implementation public func logits_log_softmax(
  _ logits: logits_input, _ layout: logits_layout,
  _ options: UnsafePointer<logits_options>?, _ logProbabilities: logits_output
) -> CInt {
  status {
    try writeSoftmax(.logSoftmax, logits, layout, options, logProbabilities)
  }
}

@c @implementation public func logits_softmax_gradient(
  _ probabilities: logits_input, _ layout: logits_layout,
  _ upstream: logits_input, _ options: UnsafePointer<logits_options>?,
  _ gradient: logits_output
) -> CInt {
  status {
    try writeGradient(
      .softmax, try probabilities.buffer(.probabilities), layout, upstream,
      options, gradient)
  }
}

@c @implementation public func logits_log_softmax_gradient(
  _ logProbabilities: logits_input, _ layout: logits_layout,
  _ upstream: logits_input, _ options: UnsafePointer<logits_options>?,
  _ gradient: logits_output
) -> CInt {
  status {
    try writeGradient(
      .logSoftmax, try logProbabilities.buffer(.logProbabilities), layout,
      upstream, options, gradient)
  }
}

private func writeSoftmax(
  _ kind: SoftmaxKind, _ logits: logits_input, _ layout: logits_layout,
  _ options: UnsafePointer<logits_options>?, _ output: logits_output
) throws {
  let options = try Options(options)
  let execution = try options.execution()
  let emptyRows = try options.negativeInfinityRows()
  let logits = try logits.buffer(.logits)
  let output = try output.buffer(.output)
  let layout = try layout.layout(of: logits)
  func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
    try computeSoftmax(
      kind, logits.elements() as Elements<Scalar>, layout,
      temperature: options.temperature, emptyRows, into: output.elements(),
      stride: output.stride, execution)
  }
  try logits.isDouble ? write(Double.self) : write(Float.self)
}

private func writeGradient(
  _ kind: SoftmaxKind, _ results: Buffer, _ layout: logits_layout,
  _ upstream: logits_input, _ options: UnsafePointer<logits_options>?,
  _ gradient: logits_output
) throws {
  let execution = try Options(options).execution()
  let upstream = try upstream.buffer(.upstream)
  let gradient = try gradient.buffer(.gradient)
  let layout = try layout.layout(of: results)
  func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
    try computeSoftmaxGradient(
      kind, results.elements() as Elements<Scalar>, layout,
      upstream: upstream.elements(), upstreamStride: upstream.stride,
      into: gradient.elements(), gradientStride: gradient.stride, execution)
  }
  try results.isDouble ? write(Double.self) : write(Float.self)
}
