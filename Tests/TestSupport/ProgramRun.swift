import Foundation

/// A finished run of a program that is built beside the tests.
package struct ProgramRun {
  package let status: Int32
  package let output: String
  package let errors: String

  package static func url(of program: String) -> URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: program)
  }

  /// The launcher is a program that starts this one, with its arguments.
  package init(
    _ program: String, _ arguments: [String], launcher: [String] = []
  ) throws {
    let words = launcher + [Self.url(of: program).path] + arguments
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // Errors fit a pipe's buffer, so one can be read after the other.
    func text(_ pipe: Pipe) -> String {
      String(
        decoding: pipe.fileHandleForReading.readDataToEndOfFile(),
        as: UTF8.self)
    }
    self.output = text(output)
    self.errors = text(errors)
    process.waitUntilExit()
    status = process.terminationStatus
  }
}
