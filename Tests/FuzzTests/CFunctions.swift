import CLogits

/// The functions of rows that are named after a type.
struct CFunctions<Logit, Result> {
  typealias Rows = UnsafePointer<Logit>?
  typealias Targets = UnsafePointer<Int64>?
  typealias Options = UnsafePointer<logits_options>?
  typealias Results = UnsafeMutablePointer<Result>?
  typealias Predictions = UnsafeMutablePointer<Int64>?
  typealias Loss = UnsafeMutablePointer<Double>?

  let softmax: (Rows, Int64, Int64, Results) -> CInt
  let logSoftmax: (Rows, Int64, Int64, Results) -> CInt
  let argmax: (Rows, Int64, Int64, Predictions) -> CInt
  let crossEntropy: (Rows, Targets, Int64, Int64, Options, Loss) -> CInt
  let gradient: (Rows, Targets, Int64, Int64, Options, Results, Loss) -> CInt
}

extension CFunctions<Float, Float> {
  static var float: Self {
    Self(
      softmax: logits_softmax_f32, logSoftmax: logits_log_softmax_f32,
      argmax: logits_argmax_f32, crossEntropy: logits_cross_entropy_f32,
      gradient: logits_cross_entropy_gradient_f32)
  }
}

extension CFunctions<Double, Double> {
  static var double: Self {
    Self(
      softmax: logits_softmax_f64, logSoftmax: logits_log_softmax_f64,
      argmax: logits_argmax_f64, crossEntropy: logits_cross_entropy_f64,
      gradient: logits_cross_entropy_gradient_f64)
  }
}

extension CFunctions<UInt16, Float> {
  static var bfloat16: Self {
    Self(
      softmax: logits_softmax_bf16, logSoftmax: logits_log_softmax_bf16,
      argmax: logits_argmax_bf16, crossEntropy: logits_cross_entropy_bf16,
      gradient: logits_cross_entropy_gradient_bf16)
  }

  static var float16: Self {
    Self(
      softmax: logits_softmax_f16, logSoftmax: logits_log_softmax_f16,
      argmax: logits_argmax_f16, crossEntropy: logits_cross_entropy_f16,
      gradient: logits_cross_entropy_gradient_f16)
  }
}

/// The functions of linear layers that are named after a type.
struct CLayerFunctions<Scalar> {
  typealias Input = UnsafePointer<Scalar>?
  typealias Targets = UnsafePointer<Int64>?
  typealias Options = UnsafePointer<logits_options>?
  typealias Output = UnsafeMutablePointer<Scalar>?
  typealias Loss = UnsafeMutablePointer<Double>?

  let linear: (Input, Input, Input, Int64, Int64, Int64, Output) -> CInt
  let gradient:
    (
      Input, Input, Input, Int64, Int64, Int64, CInt, Output, Output, Output
    ) -> CInt
  let crossEntropy:
    (Input, Input, Input, Targets, Int64, Int64, Int64, Options, Loss) -> CInt
  let crossEntropyGradient:
    (
      Input, Input, Input, Targets, Int64, Int64, Int64, Options, CInt, Output,
      Output, Output, Loss
    ) -> CInt
}

extension CLayerFunctions<Float> {
  static var float: Self {
    Self(
      linear: logits_linear_f32, gradient: logits_linear_gradient_f32,
      crossEntropy: logits_linear_cross_entropy_f32,
      crossEntropyGradient: logits_linear_cross_entropy_gradient_f32)
  }
}

extension CLayerFunctions<Double> {
  static var double: Self {
    Self(
      linear: logits_linear_f64, gradient: logits_linear_gradient_f64,
      crossEntropy: logits_linear_cross_entropy_f64,
      crossEntropyGradient: logits_linear_cross_entropy_gradient_f64)
  }
}
