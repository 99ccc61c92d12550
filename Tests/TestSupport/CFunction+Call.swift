import CLogits
import Logits

/// What logits and results are in memory.
package enum CElement: CaseIterable, Sendable {
  case float, double, bfloat16, float16

  package var isHalf: Bool { self == .bfloat16 || self == .float16 }
  package var size: Int { self == .double ? 8 : isHalf ? 2 : 4 }
  /// The size of a result.
  package var wideSize: Int { self == .double ? 8 : 4 }
}

/// The arguments of any function of logits.h.
package struct CArguments {
  package var samples: Int64
  package var features: Int64 = 1
  package var classes: Int64
  package var accumulates = false
  package var options: UnsafePointer<logits_options>?
  /// Where there is none, a null pointer is passed.
  package var buffers: [LogitsError.Buffer: UnsafeMutableRawPointer] = [:]

  package init(samples: Int64, classes: Int64) {
    self.samples = samples
    self.classes = classes
  }
}

extension CFunction {
  /// Calls the function for a type; those of linear layers are for float and
  /// double alone.
  package func call(_ element: CElement, _ a: CArguments) -> CInt {
    switch element {
    case .float:
      signature.isLinear ? call(Float.cLayer, a) : call(Float.c, a)
    case .double:
      signature.isLinear ? call(Double.cLayer, a) : call(Double.c, a)
    case .bfloat16: call(CFunctions.bfloat16, a)
    case .float16: call(CFunctions.float16, a)
    }
  }

  private func call<Logit, Result>(
    _ f: CFunctions<Logit, Result>, _ a: CArguments
  ) -> CInt {
    let (n, c) = (a.samples, a.classes)
    return switch self {
    case .softmax: f.softmax(a.at(.logits), n, c, a.at(.output))
    case .logSoftmax: f.logSoftmax(a.at(.logits), n, c, a.at(.output))
    case .argmax: f.argmax(a.at(.logits), n, c, a.at(.output))
    case .crossEntropy:
      f.crossEntropy(
        a.at(.logits), a.at(.targets), n, c, a.options, a.at(.losses))
    default:
      f.gradient(
        a.at(.logits), a.at(.targets), n, c, a.options, a.at(.gradient),
        a.at(.losses))
    }
  }

  private func call<Scalar>(
    _ f: CLayerFunctions<Scalar>, _ a: CArguments
  ) -> CInt {
    let (n, d, c) = (a.samples, a.features, a.classes)
    let accumulates: CInt = a.accumulates ? 1 : 0
    return switch self {
    case .linear:
      f.linear(
        a.at(.features), a.at(.weight), a.at(.bias), n, d, c, a.at(.output))
    case .linearGradient:
      f.gradient(
        a.at(.features), a.at(.weight), a.at(.upstream), n, d, c, accumulates,
        a.at(.featureGradient), a.at(.weightGradient), a.at(.biasGradient))
    case .linearCrossEntropy:
      f.crossEntropy(
        a.at(.features), a.at(.weight), a.at(.bias), a.at(.targets), n, d, c,
        a.options, a.at(.losses))
    default:
      f.crossEntropyGradient(
        a.at(.features), a.at(.weight), a.at(.bias), a.at(.targets), n, d, c,
        a.options, accumulates, a.at(.featureGradient), a.at(.weightGradient),
        a.at(.biasGradient), a.at(.losses))
    }
  }
}

extension CArguments {
  fileprivate func at<Element>(
    _ role: LogitsError.Buffer
  ) -> UnsafeMutablePointer<Element>? {
    buffers[role]?.assumingMemoryBound(to: Element.self)
  }

  fileprivate func at<Element>(
    _ role: LogitsError.Buffer
  ) -> UnsafePointer<Element>? {
    UnsafePointer(at(role) as UnsafeMutablePointer<Element>?)
  }
}
