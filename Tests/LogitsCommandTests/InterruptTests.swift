import Foundation
import TestSupport
import Testing

/// What becomes of a half-written file if a signal ends the command.
@Suite struct InterruptTests {
  /// Starts a program with the signals as a terminal leaves them.
  ///
  /// A test's thread blocks them, and a shell's background job ignores some;
  /// both are inherited.
  private func start(
    _ program: URL, _ arguments: [String]
  ) throws -> Process {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Sends signals to the command as soon as it writes, and waits for its end.
  private func interrupt(
    _ process: Process, in folder: borrowing TemporaryFolder,
    by signals: [Int32]
  ) throws {
    while process.isRunning,
      try !folder.names.contains(where: { $0.hasSuffix(".partial") })
    {
      usleep(1000)
    }
    for signal in signals { kill(process.processIdentifier, signal) }
    process.waitUntilExit()
  }

  /// 4 GB of zeros, which take no room on the disk; few are ever read.
  private func input(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.write(
      "x.npy", "<f4", [32_000, 32_000], [] as [Float], zeroBytes: 4_096_000_000)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func nothingIsLeft(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let process = try start(
      CommandRun.executable,
      ["softmax", input(in: folder), folder.path("p.npy")])
    try interrupt(process, in: folder, by: [signal])
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == signal)
    #expect(try folder.names == ["x.npy"])
  }

  /// As under nohup: it is the second signal that ends the command.
  @Test func whatIsIgnoredStaysIgnored() throws {
    let folder = try TemporaryFolder()
    let process = try start(
      URL(filePath: "/bin/sh"),
      [
        "-c", #"trap "" HUP; exec "$0" "$@""#, CommandRun.executable.path,
        "softmax", input(in: folder), folder.path("p.npy"),
      ])
    try interrupt(process, in: folder, by: [SIGHUP, SIGTERM])
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == SIGTERM)
    #expect(try folder.names == ["x.npy"])
  }
}
