#if os(Linux)
import Foundation
import TestSupport
import Testing

/// Files that are truncated while the command reads them.
@Suite struct TruncationTests {
  /// 2 GB, of which little is ever read.
  private func zeros(
    _ name: String, in folder: borrowing TemporaryFolder
  ) throws -> String {
    try folder.writeZeros(name, 16_000, 32_000)
  }

  private func labels(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.write(
      "y.npy", "|u1", [32_000], [UInt8](repeating: 7, count: 32_000))
  }

  /// Truncates a file, and expects that the command fails with its name, and
  /// leaves only these files.
  private func expectEnd(
    of command: RunningCommand, truncating path: String,
    in folder: borrowing TemporaryFolder, _ names: [String]
  ) throws {
    #expect(command.process.isRunning)
    truncate(path, 0)
    let end = command.end()
    #expect(end.reason == .exit(1))
    #expect(
      end.errors
        == "Error: \(path): was truncated while being read, or its disk "
        + "failed\n")
    #expect(try folder.names.sorted() == names)
  }

  /// With one thread and with several.
  @Test(arguments: ["1", "2"])
  func softmax(_ threads: String) throws {
    let folder = try TemporaryFolder()
    let input = try zeros("x.npy", in: folder)
    let output = try folder.write("p.npy", bytes: [1, 2, 3])
    let command = try RunningCommand(
      ["softmax", input, output, "--threads", threads])
    try command.waitForPartialFile(in: folder)
    try expectEnd(
      of: command, truncating: input, in: folder, ["p.npy", "x.npy"])
    #expect(try contents(of: output) == Data([1, 2, 3]))
  }

  /// The message names the one of two files that is truncated.
  @Test func evaluate() throws {
    let folder = try TemporaryFolder()
    let first = try zeros("a.npy", in: folder)
    let second = try zeros("b.npy", in: folder)
    let report = try folder.write("r.html", bytes: [1, 2, 3])
    let command = try RunningCommand([
      "evaluate", first, second, try labels(in: folder),
      "--per-sample", folder.path("s.npy"), "--report", report,
    ])
    try command.waitForPartialFile(in: folder)
    try expectEnd(
      of: command, truncating: first, in: folder,
      ["a.npy", "b.npy", "r.html", "y.npy"])
    #expect(try contents(of: report) == Data([1, 2, 3]))
  }

  /// It writes no file, so the test waits for its mappings.
  @Test func compare() throws {
    let folder = try TemporaryFolder()
    let base = try zeros("a.npy", in: folder)
    let other = try zeros("b.npy", in: folder)
    let command = try RunningCommand(["compare", base, other])
    let maps = "/proc/\(command.process.processIdentifier)/maps"
    while command.process.isRunning,
      try !String(contentsOfFile: maps, encoding: .utf8).contains(other)
    {
      usleep(1000)
    }
    try expectEnd(
      of: command, truncating: other, in: folder, ["a.npy", "b.npy"])
  }
}
#endif
