#if os(Linux)
import Foundation
import TestSupport
import Testing

/// The progress bar on a terminal.
@Suite struct TerminalTests {
  // TIOCSPTLCK and TIOCGPTN, which are macros.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  private struct Run {
    let status: Int32
    /// The output on the terminal.
    let terminal: String
  }

  /// Runs a program with a terminal as stderr, and stops it for longer than the
  /// second after which the bar appears.
  private func run(
    _ program: String, _ arguments: [String],
    in folder: borrowing TemporaryFolder
  ) throws -> Run {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var (locked, number): (Int32, UInt32) = (0, 0)
    try #require(ioctl(terminal, Self.setLock, &locked) == 0)
    try #require(ioctl(terminal, Self.getNumber, &number) == 0)
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardError = FileHandle(forUpdatingAtPath: "/dev/pts/\(number)")
    try process.run()
    // Once several blocks are written, the clock is running.
    while process.isRunning, try written(in: folder) < 5_000_000 {
      usleep(200)
    }
    kill(process.processIdentifier, SIGSTOP)
    usleep(1_200_000)
    kill(process.processIdentifier, SIGCONT)
    process.waitUntilExit()
    process.standardError = nil
    return Run(
      status: process.terminationStatus,
      terminal: String(decoding: bytes(of: terminal), as: UTF8.self))
  }

  /// All that a terminal received.
  ///
  /// The kernel hands it over in pieces, so one read may miss the end.
  private func bytes(of terminal: CInt) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    while poll(&descriptor, 1, 1000) > 0 {
      let count = read(terminal, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  private func written(in folder: borrowing TemporaryFolder) throws -> Int {
    guard let name = try folder.names.first(where: { $0 != "x.npy" }) else {
      return 0
    }
    let values = try? FileManager.default.attributesOfItem(
      atPath: folder.path(name))
    return values?[.size] as? Int ?? 0
  }

  /// 128 MB.
  private func input(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.writeZeros("x.npy", 1000, 32_000)
  }

  private static let wipe = "\r\u{1b}[K"

  @Test func barIsDrawnAndCleared() throws {
    let folder = try TemporaryFolder()
    let run = try run(
      CommandRun.executable.path,
      ["softmax", input(in: folder), folder.path("p.npy")], in: folder)
    #expect(run.status == 0)
    #expect(run.terminal.hasPrefix("\(Self.wipe)█"))
    #expect(run.terminal.contains("░ "))
    #expect(run.terminal.contains(" GB/s  0:0"))
    #expect(run.terminal.hasSuffix(" left\(Self.wipe)"))
  }

  @Test func barIsClearedBeforeAnError() throws {
    let folder = try TemporaryFolder()
    // In units of 512 bytes, or 1,024 in some shells; the signal is ignored, so
    // the write fails.
    let limit = #"trap "" XFSZ; ulimit -f 60000; exec "$0" "$@""#
    let run = try run(
      "/bin/sh",
      [
        "-c", limit, CommandRun.executable.path, "softmax", input(in: folder),
        folder.path("p.npy"),
      ], in: folder)
    #expect(run.status == 1)
    #expect(run.terminal.hasPrefix("\(Self.wipe)█"))
    #expect(
      run.terminal.hasSuffix(
        " left\(Self.wipe)Error: \(folder.path("p.npy")): cannot be written: "
          + "File too large\r\n"))
    #expect(try folder.names == ["x.npy"])
  }
}
#endif
