// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of linear layers.

@c @implementation public func logits_linear_f32(
  _ x: UnsafePointer<Float>?, _ weight: UnsafePointer<Float>?,
  _ bias: UnsafePointer<Float>?, _ samples: Int64, _ features: Int64,
  _ classes: Int64, _ outputs: UnsafeMutablePointer<Float>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.elements.multiply(
      into: try layer.buffer(UnsafePointer(outputs), .output), .ofC)
  }
}

@c @implementation public func logits_linear_gradient_f32(
  _ x: UnsafePointer<Float>?, _ weight: UnsafePointer<Float>?,
  _ outputGradient: UnsafePointer<Float>?, _ samples: Int64,
  _ features: Int64, _ classes: Int64, _ accumulates: CInt,
  _ xGradient: UnsafeMutablePointer<Float>?,
  _ weightGradient: UnsafeMutablePointer<Float>?,
  _ biasGradient: UnsafeMutablePointer<Float>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, nil, samples, features, classes)
    try layer.elements.gradients(
      from: try layer.buffer(outputGradient, .upstream),
      into: layer.gradients(xGradient, weightGradient, biasGradient),
      accumulates: accumulates != 0, .ofC)
  }
}

@c @implementation public func logits_linear_cross_entropy_f32(
  _ x: UnsafePointer<Float>?, _ weight: UnsafePointer<Float>?,
  _ bias: UnsafePointer<Float>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ features: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.crossEntropy(targets, options, loss)
  }
}

@c @implementation public func logits_linear_cross_entropy_gradient_f32(
  _ x: UnsafePointer<Float>?, _ weight: UnsafePointer<Float>?,
  _ bias: UnsafePointer<Float>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ features: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?, _ accumulates: CInt,
  _ xGradient: UnsafeMutablePointer<Float>?,
  _ weightGradient: UnsafeMutablePointer<Float>?,
  _ biasGradient: UnsafeMutablePointer<Float>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.crossEntropy(
      targets, options, loss, isLossWanted: loss != nil,
      into: layer.gradients(xGradient, weightGradient, biasGradient),
      accumulates: accumulates != 0)
  }
}

@c @implementation public func logits_linear_f64(
  _ x: UnsafePointer<Double>?, _ weight: UnsafePointer<Double>?,
  _ bias: UnsafePointer<Double>?, _ samples: Int64, _ features: Int64,
  _ classes: Int64, _ outputs: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.elements.multiply(
      into: try layer.buffer(UnsafePointer(outputs), .output), .ofC)
  }
}

@c @implementation public func logits_linear_gradient_f64(
  _ x: UnsafePointer<Double>?, _ weight: UnsafePointer<Double>?,
  _ outputGradient: UnsafePointer<Double>?, _ samples: Int64,
  _ features: Int64, _ classes: Int64, _ accumulates: CInt,
  _ xGradient: UnsafeMutablePointer<Double>?,
  _ weightGradient: UnsafeMutablePointer<Double>?,
  _ biasGradient: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, nil, samples, features, classes)
    try layer.elements.gradients(
      from: try layer.buffer(outputGradient, .upstream),
      into: layer.gradients(xGradient, weightGradient, biasGradient),
      accumulates: accumulates != 0, .ofC)
  }
}

@c @implementation public func logits_linear_cross_entropy_f64(
  _ x: UnsafePointer<Double>?, _ weight: UnsafePointer<Double>?,
  _ bias: UnsafePointer<Double>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ features: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.crossEntropy(targets, options, loss)
  }
}

@c @implementation public func logits_linear_cross_entropy_gradient_f64(
  _ x: UnsafePointer<Double>?, _ weight: UnsafePointer<Double>?,
  _ bias: UnsafePointer<Double>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ features: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?, _ accumulates: CInt,
  _ xGradient: UnsafeMutablePointer<Double>?,
  _ weightGradient: UnsafeMutablePointer<Double>?,
  _ biasGradient: UnsafeMutablePointer<Double>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let layer = try CLinear(x, weight, bias, samples, features, classes)
    try layer.crossEntropy(
      targets, options, loss, isLossWanted: loss != nil,
      into: layer.gradients(xGradient, weightGradient, biasGradient),
      accumulates: accumulates != 0)
  }
}
