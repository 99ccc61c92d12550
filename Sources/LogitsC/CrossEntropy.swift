// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of the cross-entropy.

@c @implementation public func logits_cross_entropy(
  _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
  _ options: UnsafePointer<logits_options>?, _ losses: logits_output,
  _ gradient: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let call = try CrossEntropyCall(logits, layout, targets, options)
    let losses = try losses.results(.losses)
    let gradient = try gradient.optionalBuffer(.gradient)
    let upstream = try options.upstream()
    let divisor = try options.divisor()
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      var arguments: CrossEntropyArguments<Scalar> = call.arguments()
      arguments.divisor = divisor
      arguments.upstream = upstream
      if options.isUnreduced {
        arguments.losses = losses
      } else {
        arguments.loss = losses
      }
      arguments.gradient = gradient?.elements()
      arguments.gradientStride = gradient?.stride
      try arguments.compute()
    }
    try call.isDouble ? write(Double.self) : write(Float.self)
  }
}

/// What a loss and an evaluation have to be given.
struct CrossEntropyCall {
  private let logits: Buffer
  private let layout: Layout
  private let targets: Buffer
  private let criterion: CrossEntropy
  private let execution: Execution
  private let classWeights: SampleNumbers?
  private let sampleWeights: SampleNumbers?

  init(
    _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
    _ options: Options
  ) throws {
    execution = try options.execution()
    criterion = try options.criterion()
    self.logits = try logits.buffer(.logits)
    self.targets = try targets.buffer(.targets)
    classWeights = try options.classWeights()
    sampleWeights = try options.sampleWeights()
    self.layout = try layout.layout(of: self.logits)
  }

  var isDouble: Bool { logits.isDouble }

  /// The number of samples.
  func samples() throws -> Int {
    try layout.shape(of: logits.count, .logits).samples
  }

  /// - Throws: ``LogitsError`` if a result shares memory with what is read.
  func checkOverlaps(
    with output: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try checkOverlap(output, role, logits.bytes, .logits)
    try checkOverlap(output, role, targets.bytes, .targets)
    if let classWeights {
      try checkOverlap(output, role, classWeights.bytes, .classWeights)
    }
    if let sampleWeights {
      try checkOverlap(output, role, sampleWeights.bytes, .sampleWeights)
    }
  }

  func arguments<Scalar>() -> CrossEntropyArguments<Scalar> {
    var arguments = CrossEntropyArguments<Scalar>(
      logits.elements(), layout,
      TargetElements(targets.bytes, targets.type, stride: targets.stride),
      criterion, execution)
    arguments.classWeights = classWeights
    arguments.sampleWeights = sampleWeights
    return arguments
  }
}
