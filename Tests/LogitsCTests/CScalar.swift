import CLogits
import TestSupport

/// A scalar type, and the C functions that are named after it.
protocol CScalar: TestScalar {
  typealias Input = UnsafePointer<Self>?
  typealias Output = UnsafeMutablePointer<Self>?
  typealias Targets = UnsafePointer<Int64>?
  typealias Predictions = UnsafeMutablePointer<Int64>?
  typealias Options = UnsafePointer<logits_options>?
  typealias Loss = UnsafeMutablePointer<Double>?

  typealias Normalize = (Input, Int64, Int64, Output) -> CInt
  typealias Predict = (Input, Int64, Int64, Predictions) -> CInt
  typealias CrossEntropy =
    (Input, Targets, Int64, Int64, Options, Loss) -> CInt
  typealias Gradient =
    (Input, Targets, Int64, Int64, Options, Output, Loss) -> CInt

  static var softmax: Normalize { get }
  static var logSoftmax: Normalize { get }
  static var argmax: Predict { get }
  static var crossEntropy: CrossEntropy { get }
  static var gradient: Gradient { get }
}

extension Float: CScalar {
  static var softmax: Normalize { logits_softmax_f32 }
  static var logSoftmax: Normalize { logits_log_softmax_f32 }
  static var argmax: Predict { logits_argmax_f32 }
  static var crossEntropy: CrossEntropy { logits_cross_entropy_f32 }
  static var gradient: Gradient { logits_cross_entropy_gradient_f32 }
}

extension Double: CScalar {
  static var softmax: Normalize { logits_softmax_f64 }
  static var logSoftmax: Normalize { logits_log_softmax_f64 }
  static var argmax: Predict { logits_argmax_f64 }
  static var crossEntropy: CrossEntropy { logits_cross_entropy_f64 }
  static var gradient: Gradient { logits_cross_entropy_gradient_f64 }
}

/// The status that a call has, and what it says of it.
struct Outcome: Equatable, CustomStringConvertible {
  let status: CInt
  let message: String

  init(_ status: CInt) {
    self.status = status
    message =
      status == CInt(LOGITS_OK.rawValue)
      ? "" : String(cString: logits_error_message())
  }

  init(_ status: logits_status, _ message: String) {
    self.status = CInt(status.rawValue)
    self.message = message
  }

  static let ok = Outcome(LOGITS_OK, "")

  var description: String { "\(status) \(message)" }
}

extension logits_options {
  /// Zeros, and the size.
  static var zeros: logits_options {
    var options = logits_options()
    options.size = MemoryLayout<logits_options>.size
    return options
  }
}
