import Foundation

/// The textbook's way, as notebooks write it: exp(x) / Σ exp(x), with no
/// maximum subtracted, in plain loops over Foundation's `exp`.
enum Naive {
  static func softmax(
    _ logits: [Float], samples: Int, classes: Int,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    for sample in 0..<samples {
      let row = sample * classes..<(sample + 1) * classes
      var sum: Float = 0
      for i in row {
        output[i] = exp(logits[i])
        sum += output[i]
      }
      for i in row { output[i] /= sum }
    }
  }

  /// −log of the softmax at the target, averaged.
  static func crossEntropy(
    _ logits: [Float], targets: [Int], classes: Int,
    probabilities: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    softmax(
      logits, samples: targets.count, classes: classes, into: probabilities)
    var sum: Float = 0
    for (sample, target) in targets.enumerated() {
      sum -= log(probabilities[sample * classes + target])
    }
    return sum / Float(targets.count)
  }
}
