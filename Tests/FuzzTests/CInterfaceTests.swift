import TestSupport
import Testing

/// Calls of the functions for C with any arguments: a status, a message, and not
/// a byte written but the results.
@Suite struct CInterfaceTests {
  @Test func anyArguments() {
    FuzzRun(kind: .cInterface, short: 40_000, share: 4999).run {
      let check = CCaseCheck()
      return { check.failure($0) }
    }
  }
}
