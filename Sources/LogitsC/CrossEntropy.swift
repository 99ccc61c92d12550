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
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      var arguments = try CrossEntropyArguments<Scalar>(
        logits, layout, targets, options)
      let losses = try losses.results(.losses)
      if options.isUnreduced {
        arguments.losses = losses
      } else {
        arguments.loss = losses
      }
      if let gradient = try gradient.optionalBuffer(.gradient) {
        arguments.gradient = gradient.elements()
        arguments.gradientStride = gradient.stride
      }
      arguments.upstream = try options.upstream()
      arguments.divisor = try options.divisor()
      try arguments.compute()
    }
    try logits.isDouble ? write(Double.self) : write(Float.self)
  }
}

extension CrossEntropyArguments {
  /// What a loss and an evaluation have to be given.
  init(
    _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
    _ options: Options
  ) throws {
    let execution = try options.execution()
    let criterion = try options.criterion()
    let logits = try logits.buffer(.logits)
    let targets = try targets.buffer(.targets)
    let classWeights = try options.classWeights()
    let sampleWeights = try options.sampleWeights()
    self.init(
      logits.elements(), try layout.layout(of: logits),
      TargetElements(targets.bytes, targets.type, stride: targets.stride),
      criterion, execution)
    self.classWeights = classWeights
    self.sampleWeights = sampleWeights
  }
}
