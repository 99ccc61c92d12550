import Foundation

/// The textbook's way, as notebooks write it: exp(x) / Σ exp(x), with no
/// maximum subtracted, in plain loops over Foundation's `exp`.
enum Naive {
  static func softmax(_ batch: Batch) {
    let (logits, output) = (batch.logits, batch.output)
    let classes = batch.shape.classes
    for sample in 0..<batch.shape.samples {
      let row = sample * classes..<(sample + 1) * classes
      var sum: Float = 0
      for i in row {
        output[i] = exp(logits[i])
        sum += output[i]
      }
      for i in row { output[i] /= sum }
    }
  }

  static func logSoftmax(_ batch: Batch) {
    softmax(batch)
    let output = batch.output
    for i in output.indices { output[i] = log(output[i]) }
  }

  /// −log of the softmax at the target, averaged.
  static func crossEntropy(_ batch: Batch) -> Float {
    softmax(batch)
    var (sum, count): (Float, Float) = (0, 0)
    for (sample, target) in batch.targets.enumerated()
    where target != Batch.ignored {
      sum -= log(batch.output[sample * batch.shape.classes + target])
      count += 1
    }
    return sum / count
  }

  /// That, and the softmax less 1 at the target, over the number of samples.
  static func gradient(_ batch: Batch) -> Float {
    let loss = crossEntropy(batch)
    let scale = 1 / Float(batch.targets.count { $0 != Batch.ignored })
    for (sample, target) in batch.targets.enumerated() {
      let start = sample * batch.shape.classes
      let row = start..<start + batch.shape.classes
      if target == Batch.ignored {
        for i in row { batch.output[i] = 0 }
      } else {
        batch.output[start + target] -= 1
        for i in row { batch.output[i] *= scale }
      }
    }
    return loss
  }

  /// The mean loss, and of all samples the prediction, the rank of the target,
  /// the confidence, entropy and Brier score, each in a loop of its own.
  static func evaluation(_ batch: Batch) -> Float {
    let loss = crossEntropy(batch)
    let classes = batch.shape.classes
    var (sum, correct, ranks): (Float, Int, Int) = (0, 0, 0)
    for (sample, target) in batch.targets.enumerated()
    where target != Batch.ignored {
      let row = sample * classes..<(sample + 1) * classes
      let p = batch.output
      var best = row.lowerBound
      for i in row where p[i] > p[best] { best = i }
      if best == row.lowerBound + target { correct += 1 }
      for i in row where p[i] > p[row.lowerBound + target] { ranks += 1 }
      var (entropy, brier): (Float, Float) = (0, 0)
      for i in row { entropy -= p[i] * log(p[i]) }
      for i in row {
        let y: Float = i == row.lowerBound + target ? 1 : 0
        brier += (p[i] - y) * (p[i] - y)
      }
      sum += p[best] + entropy + brier
    }
    return loss + sum + Float(correct + ranks)
  }
}
