import CLogits
import Logits
import TestSupport
import Testing

/// The functions for linear layers, against those of Swift.
@Suite struct LinearTests {
  private let shape = LinearShape(samples: 5, features: 3, classes: 4)
  private let x: [Float]
  private let weight: [Float]
  private let bias: [Float] = [0.5, -0.25, 0, 1]
  private let targets: [Int64] = [0, 3, -100, 1, 2]
  private var options = logits_options.zeros

  init() {
    var generator = SeededGenerator(seed: 9)
    x = (0..<15).map { _ in Float.random(in: -1...1, using: &generator) }
    weight = (0..<12).map { _ in Float.random(in: -1...1, using: &generator) }
    options.has_ignore_index = 1
    options.ignore_index = -100
    options.label_smoothing = 0.1
  }

  private func gradient(
    _ options: inout logits_options, accumulates: CInt = 0,
    _ results: inout (x: [Float], weight: [Float], bias: [Float]),
    _ losses: inout [Double]
  ) -> Outcome {
    Outcome(
      logits_linear_cross_entropy_gradient_f32(
        x, weight, bias, targets, 5, 3, 4, &options, accumulates, &results.x,
        &results.weight, &results.bias, &losses))
  }

  @Test func outputsAndTheirGradients() throws {
    var outputs = [Float](repeating: 7, count: 20)
    #expect(
      Outcome(logits_linear_f32(x, weight, bias, 5, 3, 4, &outputs)) == .ok)
    #expect(
      try outputs
        == linear(x, .rows(of: shape.features), weight: weight, bias: bias))
    let doubles = x.map(Double.init)
    var wide = [Double](repeating: 7, count: 20)
    #expect(
      Outcome(
        logits_linear_f64(doubles, weight.map(Double.init), nil, 5, 3, 4, &wide)
      )
        == .ok)
    #expect(
      try wide
        == linear(
          doubles, .rows(of: shape.features), weight: weight.map(Double.init))
    )

    var (dx, dw) = ([Float](repeating: 7, count: 15), weight)
    #expect(
      Outcome(
        logits_linear_gradient_f32(
          x, weight, outputs, 5, 3, 4, 0, &dx, nil, nil)) == .ok)
    #expect(
      Outcome(
        logits_linear_gradient_f32(
          x, weight, outputs, 5, 3, 4, 1, nil, &dw, nil)) == .ok)
    var (expectedX, expectedWeight) = (dx.map { _ in Float.nan }, weight)
    try linearGradient(
      x, .rows(of: shape.features), weight: weight, upstream: outputs,
      featureGradient: &expectedX, weightGradient: &Unwanted<Float>.gradient,
      biasGradient: &Unwanted<Float>.gradient)
    try linearGradient(
      x, .rows(of: shape.features), weight: weight, upstream: outputs,
      featureGradient: &Unwanted<Float>.gradient,
      weightGradient: &expectedWeight,
      biasGradient: &Unwanted<Float>.gradient, accumulates: true)
    #expect(dx == expectedX)
    #expect(dw == expectedWeight)
  }

  @Test func lossesAndTheirGradients() throws {
    let criterion = CrossEntropy(labelSmoothing: 0.1)
    var ofX = [Float](repeating: .nan, count: 15)
    var ofWeight = [Float](repeating: .nan, count: 12)
    var ofBias = [Float](repeating: .nan, count: 4)
    let loss = try criterion.linearLoss(
      x, .rows(of: shape.features), weight: weight, bias: bias,
      targets: targets, featureGradient: &ofX, weightGradient: &ofWeight,
      biasGradient: &ofBias)
    var options = options
    var found = (x: ofX, weight: ofWeight, bias: ofBias)
    found.x = found.x.map { _ in 7 }
    var losses = [Double](repeating: 7, count: 5)
    #expect(gradient(&options, &found, &losses) == .ok)
    #expect(losses[0] == loss)
    #expect(losses[1] == 7)
    #expect(found.x == ofX)
    #expect(found.weight == ofWeight)
    #expect(found.bias == ofBias)

    // No loss, and a gradient on top.
    #expect(
      Outcome(
        logits_linear_cross_entropy_gradient_f32(
          x, weight, bias, targets, 5, 3, 4, &options, 1, nil, nil,
          &found.bias, nil)) == .ok)
    // Added in another order: 10 roundings of what is at most 2.
    for (found, once) in zip(found.bias, ofBias) {
      #expect(abs(found - 2 * once) <= 10 * Float.ulpOfOne)
    }

    var alone = 7.0
    #expect(
      Outcome(
        logits_linear_cross_entropy_f32(
          x, weight, bias, targets, 5, 3, 4, &options, &alone)) == .ok)
    #expect(abs(alone - loss) < 1e-6)

    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    #expect(gradient(&options, &found, &losses) == .ok)
    let expected = try criterion.linearLosses(
      x, .rows(of: shape.features), weight: weight, bias: bias, targets: targets
    )
    for (loss, expected) in zip(losses, expected) {
      #expect(abs(loss - Double(expected)) < 1e-6)
    }
    #expect(losses[2] == 0)
  }

  /// For null pointers see `ErrorTests`.
  @Test func badInput() {
    var outputs = [Float](repeating: 7, count: 20)
    #expect(
      Outcome(logits_linear_f32(x, weight, nil, 5, 0, 4, &outputs)).message
        == "a sample must have at least 1 feature, not 0")
    #expect(
      logits_linear_f32(x, weight, nil, .max, .max, .max, &outputs)
        == CInt(LOGITS_ERROR_SHAPE.rawValue))
    #expect(outputs.allSatisfy { $0 == 7 })

    var options = options
    var found = (x: x, weight: weight, bias: bias)
    var losses = [Double](repeating: 7, count: 5)
    options.memory = -1
    #expect(
      gradient(&options, &found, &losses)
        == Outcome(LOGITS_ERROR_OPTION, "memory must be 1 or more, not -1.0"))
    options.memory = 0
    options.has_ignore_index = 0
    #expect(
      gradient(&options, &found, &losses)
        == Outcome(
          LOGITS_ERROR_TARGET, "row 2: target -100 is not a class from 0 to 3"))
    #expect(found.x == x && found.weight == weight && found.bias == bias)
    #expect(losses.allSatisfy { $0 == 7 })
  }
}
