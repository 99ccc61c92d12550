import CLogits
import Logits

/// The status of what `body` does; the message of its error is kept.
func status(_ body: () throws -> Void) -> CInt {
  do {
    try body()
    return CInt(LOGITS_OK.rawValue)
  } catch {
    var message = "\(error)"
    message.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        logits_keep_message($0.baseAddress, $0.count)
      }
    }
    return CInt(code(of: error).rawValue)
  }
}

private func code(of error: any Error) -> logits_status {
  switch error {
  case let error as LogitsError: error.status
  case let error as ArgumentError: error.status
  default: LOGITS_ERROR_OTHER
  }
}

extension ArgumentError {
  fileprivate var status: logits_status {
    switch self {
    case .nullPointer: LOGITS_ERROR_NULL_POINTER
    case .optionsSize: LOGITS_ERROR_OPTIONS_SIZE
    case .reduction: LOGITS_ERROR_OPTION
    }
  }
}

extension LogitsError {
  fileprivate var status: logits_status {
    switch code {
    case .layout: LOGITS_ERROR_SHAPE
    case .overlap: LOGITS_ERROR_OVERLAP
    case .targetOutOfRange: LOGITS_ERROR_TARGET
    case .option, .weight: LOGITS_ERROR_OPTION
    default: LOGITS_ERROR_OTHER
    }
  }
}
