import Foundation
import Testing

/// The JSON object that a command has printed.
struct Figures: Decodable {
  private enum Value: Decodable {
    case number(Double)
    case text(String)
    case list([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([Double].self))
      }
    }
  }

  /// What says where the work ran, and how fast.
  static let ofTheRun: Set = [
    "backend", "instructionSet", "threads", "seconds", "samplesPerSecond",
    "gigabytesPerSecond",
  ]

  private let values: [String: Value]

  init(from decoder: any Decoder) throws {
    values = try [String: Value](from: decoder)
  }

  /// Those of a run that succeeds and has nothing to say on stderr.
  init(
    _ command: String, _ arguments: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try CommandRun([command, "--json"] + arguments)
    #expect(run.status == 0, sourceLocation: sourceLocation)
    #expect(run.errors == "", sourceLocation: sourceLocation)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    self = try decoder.decode(Figures.self, from: Data(run.output.utf8))
  }

  /// NaN for what is no number.
  subscript(key: String) -> Double {
    if case .number(let number) = values[key] { number } else { .nan }
  }

  func interval(_ key: String) -> [Double] {
    if case .list(let list) = values[key] { list } else { [] }
  }

  /// The keys of what the data say.
  var keys: Set<String> { Set(values.keys).subtracting(Self.ofTheRun) }

  /// Those that the data say, all their digits; NaN is NaN.
  var exact: [String: String] {
    values.filter { !Self.ofTheRun.contains($0.key) }.mapValues { "\($0)" }
  }
}
