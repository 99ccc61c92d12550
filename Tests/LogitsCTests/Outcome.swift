import CLogits

/// The status of a call, and its message.
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
