import Foundation
import Testing

/// A finished run of the command `logits`.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The command is in the tests' folder.
  static let executable = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "logits")

  /// The launcher is a program that starts the command, with its arguments.
  init(_ arguments: [String], launcher: [String] = []) throws {
    let words = launcher + [Self.executable.path] + arguments
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // The output fits a pipe's buffer, so one can be read after the other.
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

/// The digits in the repository.
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

/// The output of a command that succeeds without messages.
func output(
  _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let run = try CommandRun(arguments)
  #expect(run.status == 0, sourceLocation: sourceLocation)
  #expect(run.errors == "", sourceLocation: sourceLocation)
  return run.output
}

/// Expects that a command fails with this message.
func expectFailure(
  _ arguments: [String], _ message: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let errors = try failure(arguments, sourceLocation: sourceLocation)
  #expect(errors == "Error: \(message)\n", sourceLocation: sourceLocation)
}

/// Expects that a command fails with a message that has these words.
func expectFailure(
  _ arguments: [String], containing words: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let errors = try failure(arguments, sourceLocation: sourceLocation)
  #expect(errors.contains(words), sourceLocation: sourceLocation)
}

/// The message, on one line, of a command that fails.
func failure(
  _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let run = try CommandRun(arguments)
  #expect(run.status == 1, sourceLocation: sourceLocation)
  #expect(run.output == "", sourceLocation: sourceLocation)
  #expect(run.errors.hasPrefix("Error: "), sourceLocation: sourceLocation)
  #expect(
    run.errors.split(whereSeparator: \.isNewline).count == 1,
    sourceLocation: sourceLocation)
  return run.errors
}

/// Lines of a name, at least two spaces and a value.
struct TextLines {
  private let values: [String: String]

  init(_ text: String) {
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let columns = line.split(separator: "  ")
        .map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
      // Lines without a name continue the line above.
      if columns.count == 2 { values[columns[0]] = columns[1] }
    }
    self.values = values
  }

  subscript(name: String) -> String? { values[name] }
}
