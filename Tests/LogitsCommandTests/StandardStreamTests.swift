#if os(Linux)
import Foundation
import TestSupport
import Testing

/// Standard streams that fail.
@Suite struct StandardStreamTests {
  private static let commands = [
    ["evaluate", Digits.logits, Digits.labels],
    ["evaluate", Digits.logits, Digits.labels, "--json"],
    ["compare", Digits.logits, Digits.logits],
    ["compare", Digits.logits, Digits.logits, "--json"],
    ["info"],
  ]

  private func message(_ reason: String) -> String {
    "Error: standard output: cannot be written: \(reason)\n"
  }

  @Test(arguments: commands)
  func fullDisk(_ arguments: [String]) throws {
    let end = try RunningCommand(
      arguments, script: #"exec "$0" "$@" >/dev/full"#
    ).end()
    #expect(end.reason == .exit(1))
    #expect(end.errors == message("No space left on device"))
  }

  @Test(arguments: commands)
  func closedOutput(_ arguments: [String]) throws {
    let end = try RunningCommand(arguments, script: #"exec "$0" "$@" >&-"#)
      .end()
    #expect(end.reason == .exit(1))
    #expect(end.errors == message("Bad file descriptor"))
  }

  /// SIGPIPE ends the command, as in a pipe to `head`; if the signal is ignored,
  /// the write fails.
  @Test(arguments: commands)
  func closedPipe(_ arguments: [String]) throws {
    for (script, expected) in [
      (
        #"exec "$0" "$@""#,
        RunningCommand.End(reason: .signal(SIGPIPE), errors: "")
      ),
      (
        #"trap "" PIPE; exec "$0" "$@""#,
        RunningCommand.End(reason: .exit(1), errors: message("Broken pipe"))
      ),
    ] {
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let end = try RunningCommand(arguments, script: script, output: pipe)
        .end()
      #expect(end == expected)
    }
  }

  /// The files of an evaluation are complete before it prints.
  @Test func filesAreWrittenFirst() throws {
    let folder = try TemporaryFolder()
    let end = try RunningCommand(
      Self.commands[0] + [
        "--per-sample", folder.path("s.npy"), "--report", folder.path("r.html"),
      ], script: #"exec "$0" "$@" >/dev/full"#
    ).end()
    #expect(end.reason == .exit(1))
    #expect(try folder.names.sorted() == ["r.html", "s.npy"])
  }

  /// With all streams closed, the first files opened could get their descriptors.
  @Test func allStreamsClosed() throws {
    let folder = try TemporaryFolder()
    let expected = folder.path("open.npy")
    #expect(try CommandRun("softmax", Digits.logits, expected).status == 0)
    let output = folder.path("closed.npy")
    let script = #"exec "$0" "$@" <&- >&- 2>&-"#
    let end = try RunningCommand(
      ["softmax", Digits.logits, output], script: script
    ).end()
    #expect(end.reason == .exit(0))
    #expect(try contents(of: output) == contents(of: expected))

    let records = folder.path("s.npy")
    let evaluation = try RunningCommand(
      Self.commands[0] + ["--per-sample", records], script: script
    ).end()
    #expect(evaluation.reason == .exit(1))
    let start = try contents(of: records).prefix(6)
    #expect(start == Data([0x93] + Array("NUMPY".utf8)))
    #expect(try folder.names.sorted() == ["closed.npy", "open.npy", "s.npy"])
  }
}
#endif
