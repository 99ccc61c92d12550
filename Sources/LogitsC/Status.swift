import CLogits
import Logits

/// The status of what `body` does; what its error says is kept.
func status(_ body: () throws -> Void) -> CInt {
  do {
    try body()
    return CInt(LOGITS_OK.rawValue)
  } catch {
    return CInt(keep(error).rawValue)
  }
}

/// Keeps what an error says as that of this thread, and returns its status.
func keep(_ error: any Error) -> logits_status {
  let library = error as? LogitsError
  let argument = error as? ArgumentError
  var message = "\(error)"
  message.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) {
      logits_keep_error(
        $0.baseAddress, $0.count, Int64(library?.row ?? -1),
        library?.value ?? argument?.value ?? .nan)
    }
  }
  return library?.status ?? argument?.status ?? LOGITS_ERROR_OTHER
}

extension LogitsError {
  fileprivate var status: logits_status {
    switch code {
    case .layout: LOGITS_ERROR_LAYOUT
    case .size: LOGITS_ERROR_SIZE
    case .elementType: LOGITS_ERROR_TYPE
    case .overlap: LOGITS_ERROR_OVERLAP
    case .option: LOGITS_ERROR_OPTION
    case .execution: LOGITS_ERROR_EXECUTION
    case .targetOutOfRange: LOGITS_ERROR_TARGET
    case .targetSum: LOGITS_ERROR_TARGET_SUM
    case .weight: LOGITS_ERROR_WEIGHT
    case .nothingCounts: LOGITS_ERROR_NOTHING_COUNTS
    case .summary: LOGITS_ERROR_SUMMARY
    case .merge: LOGITS_ERROR_MERGE
    default: LOGITS_ERROR_OTHER
    }
  }
}
