import Benchmark
import Logits
import Shapes

extension Operation<Layer> {
  /// Of a linear layer, with three loops for the same.
  static var ofLayers: [Operation] {
    [
      Operation(name: "linear") {
        $0.multiplyNaively()
      } run: { layer, execution in
        try linear(
          layer.x, .rows(of: layer.features), weight: layer.weight,
          into: &layer.outputs, execution: execution)
      },
      Operation(name: "linear-loss") {
        $0.multiplyNaively()
        blackHole(Naive.crossEntropy($0.batch))
      } run: { layer, execution in
        blackHole(
          try CrossEntropy().linearLoss(
            layer.x, .rows(of: layer.features), weight: layer.weight,
            targets: layer.batch.targets, execution: execution))
      },
      Operation(name: "linear-gradient") {
        $0.multiplyNaively()
        blackHole(Naive.gradient($0.batch))
        $0.multiplyGradientsNaively()
      } run: { layer, execution in
        blackHole(
          try CrossEntropy().linearLoss(
            layer.x, .rows(of: layer.features), weight: layer.weight,
            targets: layer.batch.targets,
            featureGradient: &layer.featureGradient,
            weightGradient: &layer.weightGradient,
            biasGradient: &Unwanted<Float>.gradient,
            execution: execution))
      },
    ]
  }
}

/// A layer and its gradients, with a batch for its outputs.
final class Layer {
  let shape: Shape
  let features: Int
  let x: [Float]
  let weight: [Float]
  /// The naive loss is that of these logits, which take as long as the outputs.
  let batch: Batch
  var outputs: UnsafeMutableBufferPointer<Float>
  var featureGradient: UnsafeMutableBufferPointer<Float>
  var weightGradient: UnsafeMutableBufferPointer<Float>

  init(_ shape: Shape) {
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { i in
        Float((i &* 2_654_435_761) >> 8 & 0xffff) / 65536 - 0.5
      }
    }
    func room(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
      let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
      room.initialize(repeating: 0)
      return room
    }
    self.shape = shape
    features = shape.features ?? 1
    x = numbers(shape.samples * features)
    weight = numbers(shape.classes * features)
    batch = Batch(shape)
    outputs = room(shape.count)
    featureGradient = room(x.count)
    weightGradient = room(weight.count)
  }

  deinit {
    outputs.deallocate()
    featureGradient.deallocate()
    weightGradient.deallocate()
  }

  /// Each output is a sum of its own.
  func multiplyNaively() {
    for sample in 0..<shape.samples {
      for c in 0..<shape.classes {
        var sum: Float = 0
        for k in 0..<features {
          sum += x[sample * features + k] * weight[c * features + k]
        }
        outputs[sample * shape.classes + c] = sum
      }
    }
  }

  /// From the batch's gradient.
  func multiplyGradientsNaively() {
    featureGradient.update(repeating: 0)
    weightGradient.update(repeating: 0)
    for sample in 0..<shape.samples {
      for c in 0..<shape.classes {
        let slope = batch.output[sample * shape.classes + c]
        for k in 0..<features {
          featureGradient[sample * features + k] +=
            slope * weight[c * features + k]
          weightGradient[c * features + k] +=
            slope * x[sample * features + k]
        }
      }
    }
  }
}
