import Foundation
import TestSupport

/// A running command, which a test interferes with.
struct RunningCommand {
  /// Its exit or signal, and its output on stderr.
  struct End: Equatable {
    enum Reason: Equatable {
      case exit(Int32)
      case signal(Int32)
    }

    let reason: Reason
    let errors: String
  }

  let process: Process
  private let errors = Pipe()

  /// Starts the command, or a script in which `"$0" "$@"` is the command.
  ///
  /// It starts with the default signal actions and mask: a test's thread blocks
  /// some, a shell's background job ignores some, and both are inherited.
  init(
    _ arguments: [String], script: String? = nil,
    output: Any = FileHandle.nullDevice
  ) throws {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] {
      signal(number, SIG_DFL)
    }
    process = Process()
    if let script {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments =
        ["-c", script, CommandRun.executable.path] + arguments
    } else {
      process.executableURL = CommandRun.executable
      process.arguments = arguments
    }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  /// Waits until the command has begun to write into the folder.
  func waitForPartialFile(in folder: borrowing TemporaryFolder) throws {
    while process.isRunning,
      try !folder.names.contains(where: { $0.hasSuffix(".partial") })
    {
      usleep(1000)
    }
  }

  func end() -> End {
    let errors = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(),
      as: UTF8.self)
    process.waitUntilExit()
    let status = process.terminationStatus
    return End(
      reason: process.terminationReason == .exit
        ? .exit(status) : .signal(status),
      errors: errors)
  }
}
