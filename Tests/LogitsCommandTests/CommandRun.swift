import Foundation
import TestSupport
import Testing

typealias CommandRun = ProgramRun

// Runs of the command `logits`.
extension CommandRun {
  static let executable = url(of: "logits")

  init(_ arguments: [String], launcher: [String] = []) throws {
    try self.init("logits", arguments, launcher: launcher)
  }

  init(_ arguments: String...) throws {
    try self.init(arguments)
  }
}

/// The digits in the repository.
enum Digits {
  static let logits = Fixtures.path("Digits/logits.npy")
  static let labels = Fixtures.path("Digits/labels.npy")

  struct Expected: Decodable {
    let loss: Double
    let perplexity: Double
    let accuracy: Double
  }

  static func expected() throws -> Expected {
    try Fixtures.read("Digits/expected.json", Expected.self)
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
