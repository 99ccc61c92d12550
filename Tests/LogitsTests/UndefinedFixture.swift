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

  struct Functions: Decodable {
    let name: String
    let softmax: [Value]
    let logSoftmax: [Value]
    let logSumExp: [Value]
    let softmaxGradient: [Value]
    let logSoftmaxGradient: [Value]
    let argmax: Int
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
    case .softmax: return words(of(name)?.softmax)
    case .logSoftmax: return words(of(name)?.logSoftmax)
    case .logSumExp: return words(of(name)?.logSumExp)
    case .argmax: return of(name).map { "\($0.argmax)" }
    case .softmaxGradient: return words(of(name)?.softmaxGradient)
    case .logSoftmaxGradient: return words(of(name)?.logSoftmaxGradient)
    }
  }

  private func loss(_ name: String, _ reduction: String) -> Loss? {
    losses.first { $0.name == name && $0.reduction == reduction }
  }

  private func of(_ name: String) -> Functions? {
    functions.first { $0.name == name }
  }

  private func words(_ values: [Value]?) -> String? {
    values.map { LogitsTests.words($0.map(\.value)) }
  }

  private func words(_ losses: [Value], _ gradient: [Value]) -> String {
    LogitsTests.words(
      loss: losses.map(\.value), gradient: gradient.map(\.value))
  }
}
