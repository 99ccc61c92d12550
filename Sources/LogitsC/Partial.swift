// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of chunks of the classes.

@c @implementation public func logits_partial_cross_entropy(
  _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
  _ firstClass: Int64, _ options: UnsafePointer<logits_options>?,
  _ results: UnsafeMutablePointer<logits_partial>?, _ count: Int64
) -> CInt {
  status {
    let chunk = try ChunkArguments(
      logits, layout, targets, firstClass, try Options(options))
    let results = try structs(
      results, count: count, "partial results", PartialCrossEntropy.self)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try (chunk.arguments() as PartialArguments<Scalar>).compute(into: results)
    }
    try chunk.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_partial_merge(
  _ others: UnsafePointer<logits_partial>?,
  _ results: UnsafeMutablePointer<logits_partial>?, _ count: Int64
) -> CInt {
  status {
    let others = try structs(
      others, count: count, "partial results", PartialCrossEntropy.self)
    let results = try structs(
      results, count: count, "output", PartialCrossEntropy.self)
    try checkOverlap(
      UnsafeRawBufferPointer(results), .output,
      UnsafeRawBufferPointer(others), .partials)
    for sample in results.indices {
      results[sample] = results[sample].merged(with: others[sample])
    }
  }
}

@c @implementation public func logits_partial_losses(
  _ whole: UnsafePointer<logits_partial>?, _ count: Int64,
  _ options: UnsafePointer<logits_options>?, _ losses: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let merged = try mergedLosses(whole, count, options)
    let buffer = try losses.buffer(.losses)
    let losses = try SampleNumbers(
      results: buffer.bytes, buffer.type, .losses)
    if options.isUnreduced {
      try merged.write(to: losses)
    } else {
      _ = try merged.loss(try options.divisor(), into: losses)
    }
  }
}

@c @implementation public func logits_partial_gradient(
  _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
  _ firstClass: Int64, _ whole: UnsafePointer<logits_partial>?,
  _ count: Int64, _ options: UnsafePointer<logits_options>?,
  _ gradient: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let chunk = try ChunkArguments(
      logits, layout, targets, firstClass, options)
    let whole = try mergedLosses(whole, count, options)
    let gradient = try gradient.buffer(.gradient)
    let upstream = try options.upstream()
    let divisor = try options.divisor()
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try (chunk.arguments() as PartialArguments<Scalar>).computeGradient(
        of: whole, divisor, upstream, into: gradient.elements(),
        stride: gradient.stride)
    }
    try chunk.isDouble ? write(Double.self) : write(Float.self)
  }
}

private func mergedLosses(
  _ whole: UnsafePointer<logits_partial>?, _ count: Int64, _ options: Options
) throws -> MergedLosses {
  let whole = try structs(
    whole, count: count, "partial results", PartialCrossEntropy.self)
  return try MergedLosses(
    UnsafeBufferPointer(whole), try options.criterion(),
    try options.sampleWeights())
}

/// The logits of a chunk, and its targets.
private struct ChunkArguments {
  private let logits: Buffer
  private let layout: Layout
  private let targets: Buffer
  private let firstClass: Int
  private let criterion: CrossEntropy
  private let execution: Execution
  private let classWeights: SampleNumbers?

  init(
    _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
    _ firstClass: Int64, _ options: Options
  ) throws {
    execution = try options.execution()
    criterion = try options.criterion()
    self.logits = try logits.buffer(.logits)
    self.targets = try targets.buffer(.targets)
    self.firstClass = Int(firstClass)
    classWeights = try options.classWeights()
    self.layout = try layout.layout(of: self.logits)
  }

  var isDouble: Bool { logits.isDouble }

  func arguments<Scalar>() -> PartialArguments<Scalar> {
    var arguments = PartialArguments<Scalar>(
      logits.elements(), layout, TargetElements(targets.bytes, targets.type),
      firstClass: firstClass, criterion, execution)
    arguments.classWeights = classWeights
    return arguments
  }
}
