import CLogits
import Logits
import TestSupport

extension CCase {
  /// Calls the function with buffers in the memory that starts there.
  func call(_ memory: UnsafeMutableRawPointer) -> CInt {
    guard var options else { return call(memory, nil) }
    // Nothing but what the size says is there; of a strange size, only itself.
    let size = hasKnownSize ? Int(options.size) : 8
    return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) {
      copy in
      func call(_ weights: UnsafePointer<Double>?) -> CInt {
        options.class_weights = weights
        withUnsafeBytes(of: options) {
          copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<size]))
        }
        return self.call(
          memory,
          UnsafeRawPointer(copy.baseAddress)?.assumingMemoryBound(
            to: logits_options.self))
      }
      guard let classWeights else { return call(nil) }
      return classWeights.withUnsafeBufferPointer { call($0.baseAddress) }
    }
  }

  private func call(
    _ memory: UnsafeMutableRawPointer, _ options: UnsafePointer<logits_options>?
  ) -> CInt {
    func at<Element>(
      _ role: LogitsError.Buffer
    ) -> UnsafeMutablePointer<Element>? {
      self[role].map {
        (memory + $0.lowerBound).assumingMemoryBound(to: Element.self)
      }
    }
    func ofRows<Logit, Result>(
      _ f: CFunctions<Logit, Result>
    ) -> CInt {
      switch function {
      case .softmax: f.softmax(at(.logits), samples, classes, at(.output))
      case .logSoftmax:
        f.logSoftmax(at(.logits), samples, classes, at(.output))
      case .argmax: f.argmax(at(.logits), samples, classes, at(.output))
      case .crossEntropy:
        f.crossEntropy(
          at(.logits), at(.targets), samples, classes, options, at(.losses))
      default:
        f.gradient(
          at(.logits), at(.targets), samples, classes, options, at(.gradient),
          at(.losses))
      }
    }
    func ofLayers<Scalar>(_ f: CLayerFunctions<Scalar>) -> CInt {
      let accumulates: CInt = accumulates ? 1 : 0
      return switch function {
      case .linear:
        f.linear(
          at(.features), at(.weight), at(.bias), samples, features, classes,
          at(.output))
      case .linearGradient:
        f.gradient(
          at(.features), at(.weight), at(.upstream), samples, features, classes,
          accumulates, at(.featureGradient), at(.weightGradient),
          at(.biasGradient))
      case .linearCrossEntropy:
        f.crossEntropy(
          at(.features), at(.weight), at(.bias), at(.targets), samples,
          features, classes, options, at(.losses))
      default:
        f.crossEntropyGradient(
          at(.features), at(.weight), at(.bias), at(.targets), samples,
          features, classes, options, accumulates, at(.featureGradient),
          at(.weightGradient), at(.biasGradient), at(.losses))
      }
    }
    if function.signature.isLinear {
      return element == .double
        ? ofLayers(Double.cLayer) : ofLayers(Float.cLayer)
    }
    return switch element {
    case .float: ofRows(Float.c)
    case .double: ofRows(Double.c)
    case .bfloat16: ofRows(CFunctions<UInt16, Float>.bfloat16)
    case .float16: ofRows(CFunctions<UInt16, Float>.float16)
    }
  }
}
