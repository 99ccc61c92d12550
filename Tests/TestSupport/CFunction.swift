import CLogits
import Logits

/// A function of logits.h that takes a batch.
package enum CFunction: CaseIterable, Sendable {
  case softmax, logSoftmax, softmaxGradient, logSoftmaxGradient
  case logSumExp, argmax, klDivergence, crossEntropy, evaluate
  case partialCrossEntropy, partialLosses, partialGradient
  case linear, linearGradient, linearCrossEntropy

  /// A buffer that it takes or writes, other than those among the options.
  package struct Buffer: Sendable {
    package let role: LogitsError.Buffer
    package let isWritten: Bool
    package let isOptional: Bool
    package let kind: Kind

    /// What its length follows from.
    package enum Kind: Sendable {
      /// As many elements as the first buffer.
      case rows
      /// One element per sample; of a loss that is reduced, one.
      case numbers, losses
      /// An integer per sample.
      case indices
      case evaluations, partials
      case features, weight, bias, outputs
    }
  }

  /// Its buffers, in the order of its parameters.
  package var buffers: [Buffer] {
    func input(
      _ role: LogitsError.Buffer, _ kind: Buffer.Kind, isOptional: Bool = false
    ) -> Buffer {
      Buffer(role: role, isWritten: false, isOptional: isOptional, kind: kind)
    }
    func output(
      _ role: LogitsError.Buffer, _ kind: Buffer.Kind, isOptional: Bool = false
    ) -> Buffer {
      Buffer(role: role, isWritten: true, isOptional: isOptional, kind: kind)
    }
    let logits = input(.logits, .rows)
    let targets = input(.targets, .indices)
    let losses = output(.losses, .losses, isOptional: true)
    let layer = [input(.features, .features), input(.weight, .weight)]
    let bias = input(.bias, .bias, isOptional: true)
    let gradients = [
      output(.featureGradient, .features, isOptional: true),
      output(.weightGradient, .weight, isOptional: true),
      output(.biasGradient, .bias, isOptional: true),
    ]
    switch self {
    case .softmax, .logSoftmax: return [logits, output(.output, .rows)]
    case .softmaxGradient:
      return [
        input(.probabilities, .rows), input(.upstream, .rows),
        output(.gradient, .rows),
      ]
    case .logSoftmaxGradient:
      return [
        input(.logProbabilities, .rows), input(.upstream, .rows),
        output(.gradient, .rows),
      ]
    case .logSumExp: return [logits, output(.output, .numbers)]
    case .argmax: return [logits, output(.output, .indices)]
    case .klDivergence:
      return [logits, input(.otherLogits, .rows), output(.output, .numbers)]
    case .crossEntropy:
      return [
        logits, targets, losses, output(.gradient, .rows, isOptional: true),
      ]
    case .evaluate:
      return [
        logits, targets,
        output(.evaluations, .evaluations, isOptional: true),
      ]
    case .partialCrossEntropy:
      return [logits, targets, output(.partials, .partials)]
    case .partialLosses:
      return [input(.partials, .partials), output(.losses, .losses)]
    case .partialGradient:
      return [
        logits, targets, input(.partials, .partials),
        output(.gradient, .rows),
      ]
    case .linear: return layer + [bias, output(.output, .outputs)]
    case .linearGradient:
      return layer + [input(.upstream, .outputs)] + gradients
    case .linearCrossEntropy:
      return layer + [bias, targets, losses] + gradients
    }
  }

  package var isLinear: Bool { buffers[0].role == .features }

  package var hasLayout: Bool { self != .partialLosses }

  /// Whether a target that is no class is an error.
  package var checksTargets: Bool {
    self == .crossEntropy || self == .linearCrossEntropy || self == .evaluate
  }

  /// Whether it takes the options of a loss.
  package var hasLoss: Bool { !optionBuffers.isEmpty }

  /// The buffers of the options that it looks at.
  package var optionBuffers: Set<LogitsError.Buffer> {
    switch self {
    case .crossEntropy, .linearCrossEntropy, .partialGradient:
      [.classWeights, .sampleWeights, .upstream]
    case .evaluate: [.classWeights, .sampleWeights]
    case .partialCrossEntropy: [.classWeights]
    case .partialLosses: [.sampleWeights]
    default: []
    }
  }

  /// The rows that may be overwritten with a result, and that result.
  package var inPlace: (input: LogitsError.Buffer, output: LogitsError.Buffer)?
  {
    switch self {
    case .softmax, .logSoftmax: (.logits, .output)
    case .crossEntropy, .partialGradient: (.logits, .gradient)
    case .softmaxGradient, .logSoftmaxGradient: (.upstream, .gradient)
    default: nil
    }
  }
}
