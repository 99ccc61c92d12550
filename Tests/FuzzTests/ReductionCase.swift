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
  func divisor<Logit>(of fuzzed: LossCase<Logit>) -> Wide {
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
