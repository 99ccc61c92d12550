import CLogits
import Logits

/// A linear layer whose sizes make sense, and the buffers at its pointers.
struct CLinear<Scalar: LogitScalar> {
  let elements: LinearElements<Scalar>

  /// - Throws: ``LogitsError`` if the sizes make no sense, ``ArgumentError`` for
  ///   a null pointer.
  init(
    _ x: UnsafePointer<Scalar>?, _ weight: UnsafePointer<Scalar>?,
    _ bias: UnsafePointer<Scalar>?, _ samples: Int64, _ features: Int64,
    _ classes: Int64
  ) throws {
    let shape = LinearShape(
      samples: Int(clamping: samples), features: Int(clamping: features),
      classes: Int(clamping: classes))
    try shape.check()
    elements = LinearElements(
      features: Elements(
        try LogitsC.buffer(x, shape.count(.features), .features)),
      weight: Elements(
        try LogitsC.buffer(weight, shape.count(.weight), .weight)),
      bias: bias.map {
        Elements(UnsafeBufferPointer(start: $0, count: shape.count(.bias)))
      }, shape: shape)
  }

  private var shape: LinearShape { elements.shape }

  /// A buffer that has to be there.
  func buffer(
    _ start: UnsafePointer<Scalar>?, _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> Elements<Scalar> {
    Elements(try LogitsC.buffer(start, shape.count(role), role))
  }

  /// The gradients that there is a place for.
  func gradients(
    _ x: UnsafeMutablePointer<Scalar>?,
    _ weight: UnsafeMutablePointer<Scalar>?,
    _ bias: UnsafeMutablePointer<Scalar>?
  ) -> LinearGradientElements<Scalar> {
    func buffer(
      _ start: UnsafeMutablePointer<Scalar>?, _ role: LogitsError.Buffer
    ) -> Elements<Scalar>? {
      start.map {
        Elements(
          UnsafeMutableBufferPointer(start: $0, count: shape.count(role)))
      }
    }
    return LinearGradientElements(
      features: buffer(x, .featureGradient),
      weight: buffer(weight, .weightGradient),
      bias: buffer(bias, .biasGradient))
  }

  /// Writes the loss, or that of each sample, and the gradients.
  func crossEntropy(
    _ targets: UnsafePointer<Int64>?,
    _ options: UnsafePointer<logits_options>?,
    _ loss: UnsafeMutablePointer<Double>?, isLossWanted: Bool = true,
    into gradients: LinearGradientElements<Scalar> = .init(),
    accumulates: Bool = false
  ) throws {
    let options = try Options(options)
    let targets = try LogitsC.buffer(targets, shape.samples, .targets)
    var arguments = LinearCrossEntropyArguments(
      elements, TargetElements(targets),
      try options.criterion(
        BatchShape(samples: shape.samples, classes: shape.classes)),
      LinearWorkspace(memory: options.memory), .ofC)
    arguments.divisor = options.divisor
    arguments.gradients = gradients
    arguments.accumulates = accumulates
    guard isLossWanted else {
      try arguments.compute()
      return
    }
    let count = options.isUnreduced ? shape.samples : 1
    let results = UnsafeMutableBufferPointer(
      mutating: try LogitsC.buffer(UnsafePointer(loss), count, .losses))
    try checkOverlaps(
      [(UnsafeRawBufferPointer(results), .losses)], arguments.memory)
    guard options.isUnreduced else {
      results[0] = try arguments.compute()
      return
    }
    arguments.losses = SampleNumbers(results)
    try arguments.compute()
  }
}
