import CLogits

/// The functions of rows in logits.h that are named after a type.
package struct CFunctions<Logit, Result>: Sendable {
  package typealias Rows = UnsafePointer<Logit>?
  package typealias Targets = UnsafePointer<Int64>?
  package typealias Options = UnsafePointer<logits_options>?
  package typealias Results = UnsafeMutablePointer<Result>?
  package typealias Predictions = UnsafeMutablePointer<Int64>?
  package typealias Losses = UnsafeMutablePointer<Double>?

  package let softmax: @Sendable (Rows, Int64, Int64, Results) -> CInt
  package let logSoftmax: @Sendable (Rows, Int64, Int64, Results) -> CInt
  package let argmax: @Sendable (Rows, Int64, Int64, Predictions) -> CInt
  package let crossEntropy:
    @Sendable (Rows, Targets, Int64, Int64, Options, Losses) -> CInt
  package let gradient:
    @Sendable (Rows, Targets, Int64, Int64, Options, Results, Losses) -> CInt
}

/// The functions of linear layers in logits.h that are named after a type.
package struct CLayerFunctions<Scalar>: Sendable {
  package typealias Input = UnsafePointer<Scalar>?
  package typealias Output = UnsafeMutablePointer<Scalar>?
  package typealias Rows = CFunctions<Scalar, Scalar>
  package typealias Shape = Int64

  package let linear:
    @Sendable (Input, Input, Input, Shape, Shape, Shape, Output) -> CInt
  package let gradient:
    @Sendable (
      Input, Input, Input, Shape, Shape, Shape, CInt, Output, Output, Output
    ) -> CInt
  package let crossEntropy:
    @Sendable (
      Input, Input, Input, Rows.Targets, Shape, Shape, Shape, Rows.Options,
      Rows.Losses
    ) -> CInt
  package let crossEntropyGradient:
    @Sendable (
      Input, Input, Input, Rows.Targets, Shape, Shape, Shape, Rows.Options,
      CInt, Output, Output, Output, Rows.Losses
    ) -> CInt
}

/// A scalar type that functions in logits.h are named after.
package protocol CScalar: TestScalar {
  static var c: CFunctions<Self, Self> { get }
  static var cLayer: CLayerFunctions<Self> { get }
}

extension Float: CScalar {
  package static let c = CFunctions<Float, Float>(
    softmax: logits_softmax_f32, logSoftmax: logits_log_softmax_f32,
    argmax: logits_argmax_f32, crossEntropy: logits_cross_entropy_f32,
    gradient: logits_cross_entropy_gradient_f32)

  package static let cLayer = CLayerFunctions<Float>(
    linear: logits_linear_f32, gradient: logits_linear_gradient_f32,
    crossEntropy: logits_linear_cross_entropy_f32,
    crossEntropyGradient: logits_linear_cross_entropy_gradient_f32)
}

extension Double: CScalar {
  package static let c = CFunctions<Double, Double>(
    softmax: logits_softmax_f64, logSoftmax: logits_log_softmax_f64,
    argmax: logits_argmax_f64, crossEntropy: logits_cross_entropy_f64,
    gradient: logits_cross_entropy_gradient_f64)

  package static let cLayer = CLayerFunctions<Double>(
    linear: logits_linear_f64, gradient: logits_linear_gradient_f64,
    crossEntropy: logits_linear_cross_entropy_f64,
    crossEntropyGradient: logits_linear_cross_entropy_gradient_f64)
}

extension CFunctions<UInt16, Float> {
  package static let bfloat16 = CFunctions(
    softmax: logits_softmax_bf16, logSoftmax: logits_log_softmax_bf16,
    argmax: logits_argmax_bf16, crossEntropy: logits_cross_entropy_bf16,
    gradient: logits_cross_entropy_gradient_bf16)

  package static let float16 = CFunctions(
    softmax: logits_softmax_f16, logSoftmax: logits_log_softmax_f16,
    argmax: logits_argmax_f16, crossEntropy: logits_cross_entropy_f16,
    gradient: logits_cross_entropy_gradient_f16)
}
