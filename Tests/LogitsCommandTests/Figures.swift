import Foundation
import Testing

/// The JSON object that a command prints.
struct Figures: Decodable {
  private enum Value: Decodable {
    case number(Double)
    case text(String)
    case list([Double])
    case objects([Figures])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Double].self) {
        self = .list(list)
      } else {
        self = .objects(try container.decode([Figures].self))
      }
    }
  }

  /// The keys that depend on the run, not on the data.
  static let ofTheRun: Set = [
    "backend", "instructionSet", "threads", "seconds", "samplesPerSecond",
    "gigabytesPerSecond",
  ]

  private let values: [String: Value]

  init(from decoder: any Decoder) throws {
    values = try [String: Value](from: decoder)
  }

  init(
    _ command: String, _ arguments: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let json = try output(
      [command, "--json"] + arguments, sourceLocation: sourceLocation)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    self = try decoder.decode(Figures.self, from: Data(json.utf8))
  }

  /// NaN for anything but a number.
  subscript(key: String) -> Double {
    if case .number(let number) = values[key] { number } else { .nan }
  }

  func text(_ key: String) -> String {
    if case .text(let text) = values[key] { text } else { "" }
  }

  func interval(_ key: String) -> [Double] {
    if case .list(let list) = values[key] { list } else { [] }
  }

  func objects(_ key: String) -> [Figures] {
    if case .objects(let objects) = values[key] { objects } else { [] }
  }

  /// Expects these figures, each a number or an interval.
  func expect(
    _ expected: [String: ([Double], tolerance: Double)], _ name: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (key, (values, tolerance)) in expected {
      let found = values.count == 1 ? [self[key]] : interval(key)
      #expect(
        isNear(found, values, tolerance), "\(key) \(name)",
        sourceLocation: sourceLocation)
    }
  }

  /// The keys that depend on the data.
  var keys: Set<String> { Set(values.keys).subtracting(Self.ofTheRun) }

  /// The values that depend on the data, with all digits; NaN equals NaN.
  var exact: [String: String] {
    values.filter { !Self.ofTheRun.contains($0.key) }.mapValues { "\($0)" }
  }
}
