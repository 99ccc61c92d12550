// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of logits in half precision.

@c @implementation public func logits_softmax_bf16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ probabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(
    halves(logits, BFloat16.self), samples, classes, .softmax, probabilities
  )
}

@c @implementation public func logits_log_softmax_bf16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ logProbabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(
    halves(logits, BFloat16.self), samples, classes, .logSoftmax,
    logProbabilities)
}

@c @implementation public func logits_argmax_bf16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  predict(halves(logits, BFloat16.self), samples, classes, predictions)
}

@c @implementation public func logits_cross_entropy_bf16(
  _ logits: UnsafePointer<UInt16>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropy(
    halves(logits, BFloat16.self), targets, samples, classes, options, loss)
}

@c @implementation public func logits_cross_entropy_gradient_bf16(
  _ logits: UnsafePointer<UInt16>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ gradient: UnsafeMutablePointer<Float>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropyGradient(
    halves(logits, BFloat16.self), targets, samples, classes, options, gradient,
    loss)
}

// Intel Macs have no such type.
#if !(os(macOS) && arch(x86_64))
@c @implementation public func logits_softmax_f16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ probabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(
    halves(logits, Float16.self), samples, classes, .softmax, probabilities)
}

@c @implementation public func logits_log_softmax_f16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ logProbabilities: UnsafeMutablePointer<Float>?
) -> CInt {
  writeSoftmax(
    halves(logits, Float16.self), samples, classes, .logSoftmax,
    logProbabilities)
}

@c @implementation public func logits_argmax_f16(
  _ logits: UnsafePointer<UInt16>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  predict(halves(logits, Float16.self), samples, classes, predictions)
}

@c @implementation public func logits_cross_entropy_f16(
  _ logits: UnsafePointer<UInt16>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropy(
    halves(logits, Float16.self), targets, samples, classes, options, loss)
}

@c @implementation public func logits_cross_entropy_gradient_f16(
  _ logits: UnsafePointer<UInt16>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64, _ options: UnsafePointer<logits_options>?,
  _ gradient: UnsafeMutablePointer<Float>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  crossEntropyGradient(
    halves(logits, Float16.self), targets, samples, classes, options, gradient,
    loss)
}
#endif

/// What the bits of a C caller stand for.
private func halves<Logit: StoredLogit>(
  _ bits: UnsafePointer<UInt16>?, _: Logit.Type
) -> UnsafePointer<Logit>? {
  UnsafeRawPointer(bits)?.assumingMemoryBound(to: Logit.self)
}
