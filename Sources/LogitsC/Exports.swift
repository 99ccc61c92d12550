// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares and documents. Each pair of twins shares a function.

@c @implementation public func logits_softmax_f32(
  _ logits: UnsafePointer<Float>?, _ samples: Int64, _ classes: Int64,
  _ probabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(logits, samples, classes, .softmax, probabilities)
}

@c @implementation public func logits_softmax_f64(
  _ logits: UnsafePointer<Double>?, _ samples: Int64, _ classes: Int64,
  _ probabilities: UnsafeMutablePointer<Double>?
) -> CInt {
  writeSoftmax(logits, samples, classes, .softmax, probabilities)
}

@c @implementation public func logits_log_softmax_f32(
  _ logits: UnsafePointer<Float>?, _ samples: Int64, _ classes: Int64,
  _ logProbabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(logits, samples, classes, .logSoftmax, logProbabilities)
}

@c @implementation public func logits_log_softmax_f64(
  _ logits: UnsafePointer<Double>?, _ samples: Int64, _ classes: Int64,
  _ logProbabilities: UnsafeMutablePointer<Double>?
) -> CInt {
  writeSoftmax(logits, samples, classes, .logSoftmax, logProbabilities)
}

@c @implementation public func logits_argmax_f32(
  _ logits: UnsafePointer<Float>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  predict(logits, samples, classes, predictions)
}

@c @implementation public func logits_argmax_f64(
  _ logits: UnsafePointer<Double>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  predict(logits, samples, classes, predictions)
}

@c @implementation public func logits_cross_entropy_f32(
  _ logits: UnsafePointer<Float>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropy(logits, targets, samples, classes, options, loss)
}

@c @implementation public func logits_cross_entropy_f64(
  _ logits: UnsafePointer<Double>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropy(logits, targets, samples, classes, options, loss)
}

@c @implementation public func logits_cross_entropy_gradient_f32(
  _ logits: UnsafePointer<Float>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ gradient: UnsafeMutablePointer<Float>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropyGradient(
    logits, targets, samples, classes, options, gradient, loss)
}

@c @implementation public func logits_cross_entropy_gradient_f64(
  _ logits: UnsafePointer<Double>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ gradient: UnsafeMutablePointer<Double>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropyGradient(
    logits, targets, samples, classes, options, gradient, loss)
}

@c @implementation public func logits_set_thread_count(_ threads: Int64) {
  threadCount.store(max(0, Int(clamping: threads)), ordering: .relaxed)
}

@c @implementation public func logits_version() -> UnsafePointer<CChar>? {
  version
}

/// The version as C's functions read it, for as long as the process lives.
nonisolated(unsafe) private let version: UnsafePointer<CChar>? = {
  let text = logitsVersion.utf8CString
  let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
  _ = copy.initialize(from: text)
  return UnsafePointer(copy.baseAddress)
}()
