import Logits
import TestSupport

/// How the losses of a batch become one number, and its gradient another's.
struct ReductionCase<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  let reduction: Reduction
  let divisor: Divisor
  let sampleWeights: [Scalar]?
  let upstream: Double

  init(samples: Int, using generator: inout SeededGenerator) {
    reduction = generator.one(of: [.mean, .mean, .sum])
    divisor = generator.one(
      of: [.weights, .weights, .samples, .value(0), .value(3.7)])
    sampleWeights =
      generator.once(in: 2)
      ? nil : (0..<samples).map { _ in Scalar(2 * generator.fraction() + 0.1) }
    upstream = generator.one(of: [1, 1, -0.3, 5])
  }

  func weight(_ sample: Int) -> Wide { Wide(sampleWeights?[sample] ?? 1) }

  /// What the sum is divided by.
  func divisor(of fuzzed: LossCase<Scalar>) -> Wide {
    guard reduction == .mean else { return 1 }
    var (count, sum): (Wide, Wide) = (0, 0)
    for sample in fuzzed.rows.indices {
      var ofClass: Wide = 1
      if case .classes(let targets) = fuzzed.targets {
        if targets[sample] == fuzzed.options.ignoreIndex { continue }
        ofClass = Wide(fuzzed.options.classWeights?[targets[sample]] ?? 1)
      }
      count += 1
      sum += ofClass * weight(sample)
    }
    return switch divisor {
    case .weights: sum
    case .samples: count
    case .value(let value): Wide(value)
    }
  }
}

extension LossCase {
  /// What is wrong with the loss of the batch and its gradient.
  func reducedFailure<Logit: StoredLogit>(
    _ logits: [Logit], _ table: Execution
  ) throws -> String? where Logit.Scalar == Scalar {
    let (reduction, divisor) = (reduction, reduction.divisor(of: self))
    let (found, gradient) = try reduced(logits, table)
    var (loss, allowed): (Wide, Wide) = (0, 0)
    let epsilon = Wide(Scalar.ulpOfOne)
    for (sample, exact) in exact.enumerated() {
      let weight = reduction.weight(sample)
      let bounds = bounds(sample, table)
      loss += weight * exact.loss
      // Beside the sample's own error, roundings of Double where it is added.
      let ofSum = abs(exact.loss) * Wide(rows.count + 3) * 0x1p-53
      allowed += weight * (Wide(bounds.loss) * epsilon + ofSum)
      let scale =
        divisor == 0 ? .nan : Wide(reduction.upstream) * weight / divisor
      for c in 0..<shape.classes {
        let slope = isIgnored(sample) ? 0 : scale * exact.gradient[c]
        let ofSlope =
          abs(scale) * Wide(bounds.gradient) * epsilon + 4 * abs(slope)
          * epsilon
        let element = gradient[sample * shape.classes + c]
        if differs(element, from: slope, by: ofSlope) {
          return "gradient \(element) instead of \(slope) at \(c), "
            + "row \(sample), \(reduction)"
        }
      }
    }
    let mean = divisor == 0 ? .nan : loss / divisor
    for found in found
    where mean.isFinite
      ? !(abs(Wide(found) - mean) <= allowed / divisor)
      : mean.isNaN ? !found.isNaN : Wide(found) != mean
    {
      return "loss \(found) instead of \(mean), \(reduction)"
    }
    return nil
  }

  private func isIgnored(_ sample: Int) -> Bool {
    guard case .classes(let targets) = targets else { return false }
    return targets[sample] == options.ignoreIndex
  }

  /// The loss alone and with its gradient.
  private func reduced<Logit: StoredLogit>(
    _ logits: [Logit], _ table: Execution
  ) throws -> ([Double], gradient: [Scalar]) where Logit.Scalar == Scalar {
    let criterion = try options.criterion(reduction.reduction)
    let (divisor, upstream) = (reduction.divisor, reduction.upstream)
    let weights = reduction.sampleWeights
    var gradient = [Scalar](repeating: 7, count: logits.count)
    switch targets {
    case .classes(let targets):
      let alone = try criterion.loss(
        logits, targets: targets, shape: shape, sampleWeights: weights?.span,
        divisor: divisor, execution: table)
      let loss = try criterion.gradient(
        logits, targets: targets, shape: shape, sampleWeights: weights?.span,
        divisor: divisor, upstream: upstream, into: gradient.mutableSpan,
        execution: table)
      return ([alone, loss], gradient)
    case .probabilities(let y):
      let alone = try criterion.loss(
        logits, targetProbabilities: y, shape: shape,
        sampleWeights: weights?.span, divisor: divisor, execution: table)
      let loss = try criterion.gradient(
        logits, targetProbabilities: y, shape: shape,
        sampleWeights: weights?.span, divisor: divisor, upstream: upstream,
        into: gradient.mutableSpan, execution: table)
      return ([alone, loss], gradient)
    }
  }
}
