import Foundation
import TestSupport
import Testing

/// What becomes of a half-written file if a signal ends the command.
@Suite struct InterruptTests {
  /// 4 GB of zeros, which take no room on the disk; few are ever read.
  private func input(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.write(
      "x.npy", "<f4", [32_000, 32_000], [] as [Float], zeroBytes: 4_096_000_000)
  }

  /// Sends signals to the command as soon as it writes; the last one is to end
  /// it, and to leave what was there before.
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
    #expect(try Data(contentsOf: URL(filePath: output)) == Data([1, 2, 3]))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func nothingIsLeft(_ signal: Int32) throws {
    try check([signal])
  }

  /// As under nohup: it is the second signal that ends the command.
  @Test func whatIsIgnoredStaysIgnored() throws {
    try check([SIGHUP, SIGTERM], script: #"trap "" HUP; exec "$0" "$@""#)
  }

  /// The signal that says that a file is truncated, where none is.
  @Test func aBusErrorThatIsSent() throws {
    let folder = try TemporaryFolder()
    let command = try RunningCommand(
      ["softmax", input(in: folder), folder.path("p.npy")],
      script: #"SWIFT_BACKTRACE=enable=no exec "$0" "$@""#)
    try command.waitForPartialFile(in: folder)
    kill(command.process.processIdentifier, SIGBUS)
    #expect(command.end() == .init(reason: .signal(SIGBUS), errors: ""))
  }
}
