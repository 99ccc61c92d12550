import Foundation
import TestSupport
import Testing

/// A signal ends the command while it writes a file.
@Suite struct InterruptTests {
  /// 4 GB, of which little is ever read.
  private func input(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.writeZeros("x.npy", 32_000, 32_000)
  }

  /// Sends signals to the command as soon as it writes, and expects that the last
  /// one ends it and leaves the old file.
  private func check(_ signals: [Int32], script: String? = nil) throws {
    let folder = try TemporaryFolder()
    let output = try folder.write("p.npy", bytes: [1, 2, 3])
    let command = try RunningCommand(
      ["softmax", input(in: folder), output], script: script)
    try command.waitForPartialFile(in: folder)
    for signal in signals { kill(command.process.processIdentifier, signal) }
    let end = command.end()
    #expect(end.reason == .signal(signals[signals.count - 1]))
    #expect(end.errors == "")
    #expect(try folder.names.sorted() == ["p.npy", "x.npy"])
    #expect(try contents(of: output) == Data([1, 2, 3]))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func nothingIsLeft(_ signal: Int32) throws {
    try check([signal])
  }

  /// As under nohup, the first signal is ignored.
  @Test func ignoredSignalsStayIgnored() throws {
    try check([SIGHUP, SIGTERM], script: #"trap "" HUP; exec "$0" "$@""#)
  }

  /// SIGBUS from another process, without a truncated file.
  @Test func sentBusError() throws {
    let folder = try TemporaryFolder()
    let command = try RunningCommand(
      ["softmax", input(in: folder), folder.path("p.npy")],
      script: #"SWIFT_BACKTRACE=enable=no exec "$0" "$@""#)
    try command.waitForPartialFile(in: folder)
    kill(command.process.processIdentifier, SIGBUS)
    #expect(command.end() == .init(reason: .signal(SIGBUS), errors: ""))
  }
}
