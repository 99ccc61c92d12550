import CLogits
import Logits

/// The arguments of any function of logits.h.
package struct CArguments {
  package var layout = logits_layout()
  package var options: UnsafePointer<logits_options>?
  /// What is not there is left out.
  package var buffers: [LogitsError.Buffer: logits_output] = [:]
  package var summary: UnsafePointer<logits_summary>?
  package var firstClass: Int64 = 0

  package init(_ layout: logits_layout) { self.layout = layout }

  package subscript(role: LogitsError.Buffer) -> logits_output {
    get { buffers[role] ?? logits_output() }
    set { buffers[role] = newValue }
  }

  fileprivate var partials: UnsafeMutablePointer<logits_partial>? {
    self[.partials].data?.assumingMemoryBound(to: logits_partial.self)
  }

  fileprivate func input(_ role: LogitsError.Buffer) -> logits_input {
    self[role].input
  }
}

extension logits_output {
  package var input: logits_input {
    logits_input(data: data, count: count, stride: stride, type: type)
  }
}

extension CFunction {
  package func call(_ a: CArguments) -> CInt {
    let (layout, options) = (a.layout, a.options)
    return switch self {
    case .softmax:
      logits_softmax(a.input(.logits), layout, options, a[.output])
    case .logSoftmax:
      logits_log_softmax(a.input(.logits), layout, options, a[.output])
    case .softmaxGradient:
      logits_softmax_gradient(
        a.input(.probabilities), layout, a.input(.upstream), options,
        a[.gradient])
    case .logSoftmaxGradient:
      logits_log_softmax_gradient(
        a.input(.logProbabilities), layout, a.input(.upstream), options,
        a[.gradient])
    case .logSumExp:
      logits_log_sum_exp(a.input(.logits), layout, options, a[.output])
    case .argmax: logits_argmax(a.input(.logits), layout, options, a[.output])
    case .klDivergence:
      logits_kl_divergence(
        a.input(.logits), layout, a.input(.otherLogits), options, a[.output])
    case .crossEntropy:
      logits_cross_entropy(
        a.input(.logits), layout, a.input(.targets), options, a[.losses],
        a[.gradient])
    case .evaluate:
      logits_evaluate(
        a.input(.logits), layout, a.input(.targets), options,
        a[.evaluations].data?.assumingMemoryBound(to: logits_evaluation.self),
        a[.evaluations].count, a.summary)
    case .partialCrossEntropy:
      logits_partial_cross_entropy(
        a.input(.logits), layout, a.input(.targets), a.firstClass, options,
        a.partials, a[.partials].count)
    case .partialLosses:
      logits_partial_losses(
        a.partials, a[.partials].count, options, a[.losses])
    case .partialGradient:
      logits_partial_gradient(
        a.input(.logits), layout, a.input(.targets), a.firstClass, a.partials,
        a[.partials].count, options, a[.gradient])
    case .linear:
      logits_linear(
        a.input(.features), layout, a.input(.weight), a.input(.bias), options,
        a[.output])
    case .linearGradient:
      logits_linear_gradient(
        a.input(.features), layout, a.input(.weight), a.input(.upstream),
        options, a[.featureGradient], a[.weightGradient], a[.biasGradient])
    case .linearCrossEntropy:
      logits_linear_cross_entropy(
        a.input(.features), layout, a.input(.weight), a.input(.bias),
        a.input(.targets), options, a[.losses], a[.featureGradient],
        a[.weightGradient], a[.biasGradient])
    }
  }
}
