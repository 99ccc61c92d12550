import ArgumentParser
import ArrayFiles
import Foundation
import Logits

/// The figures that a command prints, as text or as JSON.
protocol Report {
  var lines: [TextLine] { get }
  var fields: [String: JSONField] { get }
  /// The whole as text.
  var text: String { get }
}

extension Report {
  var text: String { aligned(lines) }
}

/// A figure in JSON.
enum JSONField: Encodable {
  case count(Int)
  case number(Double)
  case text(String)
  case numbers([Double])
  case interval(lower: Double, upper: Double)
  case objects([[String: JSONField]])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .count(let count): try container.encode(count)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .numbers(let numbers): try container.encode(numbers)
    case .interval(let lower, let upper):
      try container.encode([lower, upper])
    case .objects(let objects): try container.encode(objects)
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
      (json ? Self.json(report.fields) : report.text) + "\n")
  }

  /// One object, with its keys in alphabetical order.
  private static func json(_ fields: [String: JSONField]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(fields), as: UTF8.self)
  }
}

extension FigureText {
  /// A number with four significant digits.
  func significant(_ value: Double, unit: String = "") -> String {
    value.isNaN ? nan : String(format: "%.4g", value) + unit
  }
}
