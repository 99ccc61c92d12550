import Foundation

/// A number, a word or an interval in a report's JSON.
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

extension [String: JSONField] {
  /// One object, its keys in alphabetical order.
  ///
  /// Numbers that JSON does not have are the strings "NaN", "Infinity" and
  /// "-Infinity".
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// Figures as text, a line each, their names in one column.
struct TextReport {
  private var lines: [(name: String, value: String)] = []

  mutating func add(_ name: String, _ value: String) {
    lines.append((name, value))
  }

  var text: String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map {
      $0.name + String(repeating: " ", count: width - $0.name.count + 2)
        + $0.value
    }.joined(separator: "\n")
  }
}

/// A number with this many digits behind the point.
func decimal(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

/// A number with four digits, however small it is.
func significant(_ value: Double) -> String { String(format: "%.4g", value) }

/// A part of 1, in percent.
func percent(_ value: Double) -> String { decimal(value * 100, 2) + " %" }
