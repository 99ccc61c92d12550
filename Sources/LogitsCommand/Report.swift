import ArgumentParser
import ArrayFiles
import Foundation

/// The figures that a command prints, as text or as JSON.
protocol Report {
  var lines: [TextLine] { get }
  var fields: [String: JSONField] { get }
}

/// A figure as text; an empty name continues the line above.
typealias TextLine = (name: String, value: String)

/// A figure in JSON.
enum JSONField: Encodable {
  case count(Int)
  case number(Double)
  case text(String)
  case interval(lower: Double, upper: Double)

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .count(let count): try container.encode(count)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .interval(let lower, let upper):
      try container.encode([lower, upper])
    }
  }
}

/// The option for the format of a report.
struct ReportOptions: ParsableArguments {
  @Flag(
    help: """
      Print one JSON object. NaN and infinities are the strings "NaN", \
      "Infinity" and "-Infinity".
      """)
  var json = false

  func print(_ report: some Report) throws {
    try FileOutput.standard.write(
      (json ? Self.json(report.fields) : Self.text(report.lines)) + "\n")
  }

  /// One object, with its keys in alphabetical order.
  private static func json(_ fields: [String: JSONField]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(fields), as: UTF8.self)
  }

  /// One line per figure, with the values aligned.
  private static func text(_ lines: [TextLine]) -> String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map {
      $0.name + String(repeating: " ", count: width - $0.name.count + 2)
        + $0.value
    }.joined(separator: "\n")
  }
}

/// A number with this many digits after the decimal point.
func decimal(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

/// A number with four significant digits.
func significant(_ value: Double) -> String { String(format: "%.4g", value) }

/// A fraction as a percentage.
func percent(_ value: Double) -> String { decimal(value * 100, 2) + " %" }
