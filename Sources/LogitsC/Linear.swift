// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of linear layers.

@c @implementation public func logits_linear(
  _ features: logits_input, _ layout: logits_layout, _ weight: logits_input,
  _ bias: logits_input, _ options: UnsafePointer<logits_options>?,
  _ outputs: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let execution = try options.execution()
    let source = try options.workspace()
    let layer = try Layer(features, layout, weight, bias)
    let outputs = try outputs.buffer(.output)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try (layer.elements() as LinearElements<Scalar>).multiply(
        into: outputs.elements(), source, memory: options.memory, execution)
    }
    try layer.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_linear_gradient(
  _ features: logits_input, _ layout: logits_layout, _ weight: logits_input,
  _ upstream: logits_input, _ options: UnsafePointer<logits_options>?,
  _ featureGradient: logits_output, _ weightGradient: logits_output,
  _ biasGradient: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let execution = try options.execution()
    let source = try options.workspace()
    let layer = try Layer(features, layout, weight, logits_input())
    let upstream = try upstream.buffer(.upstream)
    let gradients = try LayerGradients(
      featureGradient, weightGradient, biasGradient)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      try (layer.elements() as LinearElements<Scalar>).gradients(
        from: upstream.elements(), into: gradients.elements(),
        accumulates: options.accumulates, source, memory: options.memory,
        execution)
    }
    try layer.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_linear_cross_entropy(
  _ features: logits_input, _ layout: logits_layout, _ weight: logits_input,
  _ bias: logits_input, _ targets: logits_input,
  _ options: UnsafePointer<logits_options>?, _ losses: logits_output,
  _ featureGradient: logits_output, _ weightGradient: logits_output,
  _ biasGradient: logits_output
) -> CInt {
  status {
    let options = try Options(options)
    let execution = try options.execution()
    let source = try options.workspace()
    let criterion = try options.criterion()
    let layer = try Layer(features, layout, weight, bias)
    let targets = try targets.buffer(.targets)
    let losses = try losses.results(.losses)
    let gradients = try LayerGradients(
      featureGradient, weightGradient, biasGradient)
    let classWeights = try options.classWeights()
    let sampleWeights = try options.sampleWeights()
    let upstream = try options.upstream()
    let divisor = try options.divisor()
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      var arguments = LinearCrossEntropyArguments<Scalar>(
        layer.elements(), TargetElements(targets.bytes, targets.type),
        criterion, source, memory: options.memory, execution)
      arguments.classWeights = classWeights
      arguments.sampleWeights = sampleWeights
      arguments.divisor = divisor
      arguments.upstream = upstream
      if options.isUnreduced {
        arguments.losses = losses
      } else {
        arguments.loss = losses
      }
      arguments.gradients = gradients.elements()
      arguments.accumulates = options.accumulates
      try arguments.compute()
    }
    try layer.isDouble ? write(Double.self) : write(Float.self)
  }
}

@c @implementation public func logits_linear_workspace_size(
  _ features: logits_input, _ layout: logits_layout, _ weight: logits_input,
  _ bias: logits_input, _ options: UnsafePointer<logits_options>?,
  _ featureGradient: logits_output, _ weightGradient: logits_output,
  _ biasGradient: logits_output
) -> Int64 {
  do {
    let options = try Options(options)
    let execution = try options.execution()
    let layer = try Layer(
      features.anywhere(.features), layout, weight.anywhere(.weight),
      bias.anywhere(.bias))
    let gradients = try LayerGradients(
      featureGradient.anywhere(.featureGradient),
      weightGradient.anywhere(.weightGradient),
      biasGradient.anywhere(.biasGradient))
    func size<Scalar: LogitScalar>(_: Scalar.Type) throws -> Int {
      try (layer.elements() as LinearElements<Scalar>).lentByteCount(
        gradients.elements(), ignores: options.ignores,
        memory: options.memory, execution)
    }
    return Int64(
      try layer.isDouble ? size(Double.self) : size(Float.self))
  } catch {
    _ = keep(error)
    return -1
  }
}

extension logits_input {
  /// The same buffer at some address, for what looks at none.
  ///
  /// - Throws: ``ArgumentError`` for one that no memory has room for.
  fileprivate func anywhere(
    _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> logits_input {
    guard count <= 1 << 45 else { throw .beyondMemory(role.rawValue) }
    var buffer = self
    if type != 0 { buffer.data = UnsafeRawPointer(bitPattern: 64) }
    return buffer
  }
}

extension logits_output {
  fileprivate func anywhere(
    _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> logits_output {
    let input = try input.anywhere(role)
    return logits_output(
      data: UnsafeMutableRawPointer(mutating: input.data), count: count,
      stride: stride, type: type)
  }
}

/// The buffers that a linear layer reads.
private struct Layer {
  private let features: Buffer
  private let weight: Buffer
  private let bias: Buffer?
  private let shape: LinearShape

  init(
    _ features: logits_input, _ layout: logits_layout, _ weight: logits_input,
    _ bias: logits_input
  ) throws {
    self.features = try features.buffer(.features)
    self.weight = try weight.buffer(.weight)
    self.bias = try bias.optionalBuffer(.bias)
    shape = try LinearShape(
      try layout.layout(of: self.features),
      features: self.features.count, weight: self.weight.count)
  }

  var isDouble: Bool { features.isDouble }

  func elements<Scalar>() -> LinearElements<Scalar> {
    LinearElements(
      features: features.elements(), weight: weight.elements(),
      bias: bias?.elements(), shape: shape)
  }
}

/// The gradients of a layer that are wanted.
private struct LayerGradients {
  private let features: Buffer?
  private let weight: Buffer?
  private let bias: Buffer?

  init(
    _ features: logits_output, _ weight: logits_output, _ bias: logits_output
  ) throws(ArgumentError) {
    self.features = try features.optionalBuffer(.featureGradient)
    self.weight = try weight.optionalBuffer(.weightGradient)
    self.bias = try bias.optionalBuffer(.biasGradient)
  }

  func elements<Scalar>() -> LinearGradientElements<Scalar> {
    LinearGradientElements(
      features: features?.elements(), weight: weight?.elements(),
      bias: bias?.elements())
  }
}
