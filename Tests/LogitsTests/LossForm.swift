import Logits

/// The arguments of a call of `CrossEntropy`, all of them good.
struct LossArguments {
  static let logits: [Float] = [1, 2, 3, 4, 5, 6]
  static let shape = BatchShape(samples: 2, classes: 3)

  var options = LossOptions()
  var targets = [0, 1]
  var y: [Float] = [0, 1, 0, 0.5, 0.25, 0.25]
  var sampleWeights: [Float]? = [1, 2]
  var upstream: [Float]? = [3, 4]
  var lossCount = 2
  var gradientCount = 6
}

/// The places that a form of the loss writes to.
struct LossOutputs: Equatable {
  var gradient: [Float]
  var losses: [Float]
}

/// A method of `CrossEntropy`.
struct LossForm {
  let name: String
  let takesLosses: Bool
  let takesUpstream: Bool
  private let body:
    (CrossEntropy, _ gradient: inout [Float], _ losses: inout [Float]) throws
      -> Void

  private init(
    name: String, takesLosses: Bool = false, takesUpstream: Bool = false,
    _ body:
      @escaping (CrossEntropy, inout [Float], inout [Float]) throws -> Void
  ) {
    self.name = name
    self.takesLosses = takesLosses
    self.takesUpstream = takesUpstream
    self.body = body
  }

  func call(_ options: CrossEntropy, _ outputs: inout LossOutputs) throws {
    try body(options, &outputs.gradient, &outputs.losses)
  }

  static func ofClasses(_ a: LossArguments) -> [LossForm] {
    let (logits, shape) = (LossArguments.logits, LossArguments.shape)
    return [
      LossForm(name: "loss") { options, _, _ in
        _ = try options.loss(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "losses") { options, _, _ in
        _ = try options.losses(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "losses into", takesLosses: true) {
        options, gradient, losses in
        try options.losses(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span,
          into: losses.mutableSpan)
      },
      LossForm(name: "gradient") { options, gradient, losses in
        try options.gradient(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span,
          into: gradient.mutableSpan)
      },
      LossForm(name: "gradient in place") { options, gradient, losses in
        try options.gradient(
          inPlace: gradient.mutableSpan, targets: a.targets,
          shape: shape, sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "gradients", takesLosses: true, takesUpstream: true) {
        options, gradient, losses in
        try options.gradient(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span, upstream: a.upstream?.span,
          into: gradient.mutableSpan,
          losses: losses.mutableSpan)
      },
      LossForm(
        name: "gradients in place", takesLosses: true, takesUpstream: true
      ) {
        options, gradient, losses in
        try options.gradient(
          inPlace: gradient.mutableSpan, targets: a.targets,
          shape: shape, sampleWeights: a.sampleWeights?.span,
          upstream: a.upstream?.span, losses: losses.mutableSpan)
      },
      LossForm(name: "evaluate") { options, _, _ in
        _ = try options.evaluate(
          logits, targets: a.targets, shape: shape,
          sampleWeights: a.sampleWeights?.span)
      },
    ]
  }

  static func ofProbabilities(_ a: LossArguments) -> [LossForm] {
    let (logits, shape) = (LossArguments.logits, LossArguments.shape)
    return [
      LossForm(name: "loss, soft") { options, _, _ in
        _ = try options.loss(
          logits, targetProbabilities: a.y, shape: shape,
          sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "losses, soft") { options, _, _ in
        _ = try options.losses(
          logits, targetProbabilities: a.y, shape: shape,
          sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "losses into, soft", takesLosses: true) {
        options, gradient, losses in
        try options.losses(
          logits, targetProbabilities: a.y, shape: shape,
          sampleWeights: a.sampleWeights?.span,
          into: losses.mutableSpan)
      },
      LossForm(name: "gradient, soft") { options, gradient, losses in
        try options.gradient(
          logits, targetProbabilities: a.y, shape: shape,
          sampleWeights: a.sampleWeights?.span,
          into: gradient.mutableSpan)
      },
      LossForm(name: "gradient in place, soft") { options, gradient, losses in
        try options.gradient(
          inPlace: gradient.mutableSpan, targetProbabilities: a.y,
          shape: shape, sampleWeights: a.sampleWeights?.span)
      },
      LossForm(name: "gradients, soft", takesLosses: true, takesUpstream: true)
      {
        options, gradient, losses in
        try options.gradient(
          logits, targetProbabilities: a.y, shape: shape,
          sampleWeights: a.sampleWeights?.span, upstream: a.upstream?.span,
          into: gradient.mutableSpan,
          losses: losses.mutableSpan)
      },
      LossForm(
        name: "gradients in place, soft", takesLosses: true,
        takesUpstream: true
      ) { options, gradient, losses in
        try options.gradient(
          inPlace: gradient.mutableSpan, targetProbabilities: a.y,
          shape: shape, sampleWeights: a.sampleWeights?.span,
          upstream: a.upstream?.span, losses: losses.mutableSpan)
      },
    ]
  }
}
