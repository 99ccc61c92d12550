import Foundation
import Testing

/// A run of the command `logits` as a process.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The command stands beside the tests.
  static let executable = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "logits")

  /// With a launcher, it is that program that starts the command.
  init(_ arguments: [String], launcher: [String] = []) throws {
    let words = launcher + [Self.executable.path] + arguments
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // What it prints fits a pipe's buffer, so one can be read after the other.
    self.output = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(),
      as: UTF8.self)
    self.errors = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(),
      as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  init(_ arguments: String...) throws {
    try self.init(arguments)
  }
}

/// The digits that the project ships.
enum Digits {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../Fixtures/Digits")

  static let logits = folder.appending(path: "logits.npy").path
  static let labels = folder.appending(path: "labels.npy").path

  struct Expected: Decodable {
    let loss: Double
    let perplexity: Double
    let accuracy: Double
  }

  static func expected() throws -> Expected {
    try JSONDecoder().decode(
      Expected.self,
      from: Data(contentsOf: folder.appending(path: "expected.json")))
  }
}

/// Expects that a command refuses its arguments with this one line.
func expectRefusal(
  _ command: String, _ arguments: [String], _ message: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let run = try CommandRun([command] + arguments)
  #expect(run.status == 1, sourceLocation: sourceLocation)
  #expect(run.output == "", sourceLocation: sourceLocation)
  #expect(
    run.errors == "Error: \(message)\n", sourceLocation: sourceLocation)
}
