import Foundation
import Logits
import Testing

@Suite struct InstructionSetTests {
  private static let expected =
    ProcessInfo.processInfo.environment["LOGITS_INSTRUCTION_SETS"]

  /// Without it, a run that should be emulated and is not would prove nothing.
  @Test(.enabled(if: expected != nil, "`make emulate` says what to expect."))
  func areThoseOfTheEmulatedProcessor() {
    let available = InstructionSet.available.map(\.rawValue)
    #expect(available.joined(separator: ", ") == Self.expected)
  }
}
