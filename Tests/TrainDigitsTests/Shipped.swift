import Foundation

/// What the project ships, and the programs that stand beside the tests.
enum Shipped {
  static let digits = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Digits").path

  private static let programs = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent()

  struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  static func run(_ program: String, _ arguments: [String]) throws -> Run {
    let process = Process()
    process.executableURL = programs.appending(path: program)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // What goes to stderr fits a pipe's buffer.
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus,
      output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: said, as: UTF8.self))
  }
}
