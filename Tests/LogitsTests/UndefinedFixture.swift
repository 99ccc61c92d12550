import Foundation
import TestSupport

/// What PyTorch gives: see Tests/Fixtures/PyTorch/make_undefined.py.
struct UndefinedFixture: Decodable {
  let losses: [Loss]
  let functions: [Functions]

  struct Loss: Decodable {
    let name: String
    let samples: Int
    let classes: Int
    let reduction: String
    let losses: [Value]
    let gradient: [Value]
  }

  /// What functions give for a row, by their names.
  struct Functions: Decodable {
    let name: String
    let results: [String: [Double]]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let fields = try container.decode([String: Field].self)
      name = fields["name"]?.text ?? ""
      results = fields.compactMapValues(\.numbers)
    }
  }

  /// A text, an index or some numbers.
  private struct Field: Decodable {
    var text: String?
    var numbers: [Double]?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let values = try? container.decode([Value].self) {
        numbers = values.map(\.value)
      } else if let index = try? container.decode(Int.self) {
        numbers = [Double(index)]
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  /// A number, or "nan", "inf" or "-inf".
  struct Value: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        self.value = value
      } else {
        value = Double(try container.decode(String.self)) ?? 0
      }
    }
  }

  /// PyTorch's answer to a call in words; `nil` if there is none.
  func answer(_ name: String, _ call: UndefinedCall) -> String? {
    switch call.quantity {
    case .loss:
      guard let loss = loss(name, "none") else { return nil }
      guard loss.samples > 0 else { return words(loss.losses, loss.gradient) }
      let first = call.sample * loss.classes
      return words(
        [loss.losses[call.sample]],
        Array(loss.gradient[first..<first + loss.classes]))
    case .reduced:
      return loss(name, call.options.reduction.rawValue).map {
        words($0.losses, $0.gradient)
      }
    case .probabilityLoss: return nil
    case .result(let function):
      return functions.first { $0.name == name }?.results[function]
        .map { LogitsTests.words($0) }
    }
  }

  private func loss(_ name: String, _ reduction: String) -> Loss? {
    losses.first { $0.name == name && $0.reduction == reduction }
  }

  private func words(_ losses: [Value], _ gradient: [Value]) -> String {
    LogitsTests.words(
      loss: losses.map(\.value), gradient: gradient.map(\.value))
  }
}
