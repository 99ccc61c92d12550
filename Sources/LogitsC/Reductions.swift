// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of functions with one result a sample.

@c @implementation public func logits_log_sum_exp(
  _ logits: logits_input, _ layout: logits_layout,
  _ options: UnsafePointer<logits_options>?, _ results: logits_output
) -> CInt {
  status {
    let execution = try Options(options).execution()
    let logits = try logits.buffer(.logits)
    let results = try place(results)
    let layout = try layout.layout(of: logits)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try computeLogSumExp(
        logits.elements() as Elements<Scalar>, layout, into: results,
        execution)
    }
    try logits.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_argmax(
  _ logits: logits_input, _ layout: logits_layout,
  _ options: UnsafePointer<logits_options>?, _ predictions: logits_output
) -> CInt {
  status {
    let execution = try Options(options).execution()
    let logits = try logits.buffer(.logits)
    let output = try predictions.buffer(.output)
    let predictions = try ClassResults(output.bytes, output.type)
    let layout = try layout.layout(of: logits)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try computeArgmax(
        logits.elements() as Elements<Scalar>, layout, into: predictions,
        execution)
    }
    try logits.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_kl_divergence(
  _ logits: logits_input, _ layout: logits_layout, _ others: logits_input,
  _ options: UnsafePointer<logits_options>?, _ results: logits_output
) -> CInt {
  status {
    let execution = try Options(options).execution()
    let logits = try logits.buffer(.logits)
    let others = try others.buffer(.otherLogits)
    let results = try place(results)
    let layout = try layout.layout(of: logits)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try computeDivergences(
        logits.elements() as Elements<Scalar>, layout,
        from: others.elements(), otherStride: others.stride,
        into: DivergenceResults(forward: results), execution)
    }
    try logits.isDouble ? write(Double.self) : write(Float.self)
  }
}

/// A place for numbers, which may not be left out.
private func place(_ output: logits_output) throws -> SampleNumbers {
  let output = try output.buffer(.output)
  return try SampleNumbers(results: output.bytes, output.type, .output)
}
