import Foundation
import Logits
import TestSupport

/// A row of the table in Sources/Logits/Logits.docc/UndefinedCases.md.
///
/// It has the call; the answers are in the article alone.
struct UndefinedCase {
  /// The words of the first column.
  let name: String
  let pyTorch: PyTorchAnswer
  let call: UndefinedCall

  init(_ name: String, _ pyTorch: PyTorchAnswer, _ call: UndefinedCall) {
    self.name = name
    self.pyTorch = pyTorch
    self.call = call
  }

  /// One that PyTorch has no such option for.
  static func ours(_ name: String, _ call: UndefinedCall) -> Self {
    Self(name, .nothing, call)
  }

  /// One that PyTorch answers in the same way, in a case of undefined.json.
  static func same(
    _ name: String, as file: String? = nil, _ call: UndefinedCall
  ) -> Self { Self(name, .same(as: file), call) }

  static func other(
    _ name: String, than file: String? = nil, _ call: UndefinedCall
  ) -> Self { Self(name, .other(file), call) }
}

/// What PyTorch gives, and the case in undefined.json that shows it; what is in
/// no file has been tried by hand.
enum PyTorchAnswer {
  /// It has no such option.
  case nothing
  case same(as: String?)
  case other(String?)
}

/// What is asked of the library: the answer is put in words.
struct UndefinedCall {
  enum Quantity {
    /// The loss of a sample and its gradient.
    case loss
    /// The reduced loss and the gradient of all samples.
    case reduced
    case probabilityLoss
    /// Of a function on rows.
    case result(of: String)
  }

  var quantity: Quantity
  var rows: [[Double]]
  var targets = LossCall<Double>.Targets.classes([0])
  var options = CrossEntropy(ignoreIndex: -100)
  var sampleWeights: [Double]?
  var divisor = Divisor.weights
  var upstream: [Double] = [1, 2, 3]
  /// The sample whose loss is compared.
  var sample = 0
  /// What class indices are stored in, where it is not `Int`.
  var indexType: (any ClassIndex.Type)?

  /// The library's answer in words, or the error.
  func answer<Scalar: TestScalar>(_: Scalar.Type, _ table: Execution) -> String
  {
    do {
      return try result(Scalar.self, table)
    } catch {
      return "error: \(error)"
    }
  }

  private func result<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution
  ) throws -> String {
    // Float cannot hold Double's huge numbers.
    func scalars(_ row: [Double]) -> [Scalar] {
      row.map { x in
        let huge = Scalar.greatestFiniteMagnitude / 1.2
        return x.isFinite && abs(x) > 1e300
          ? (x < 0 ? -huge : huge) : Scalar(x)
      }
    }
    let call = LossCall<Scalar>(
      rows: rows.map(scalars),
      targets: {
        switch targets {
        case .classes(let targets): .classes(targets)
        case .probabilities(let y): .probabilities(y.map(scalars))
        }
      }(), options: options, sampleWeights: sampleWeights.map(scalars),
      table: table)
    switch quantity {
    case .loss:
      if let indexType { return try answer(call, indexType) }
      let results = try call.bySample()
      guard !rows.isEmpty else {
        return words(loss: [], gradient: [] as [Scalar])
      }
      return words(
        loss: [results.losses[sample]], gradient: results.gradient[sample])
    case .reduced:
      let results = try call.reduced(options.reduction, divisor: divisor)
      return words(
        loss: results.losses, gradient: results.gradient.flatMap(\.self))
    case .probabilityLoss:
      let p = call.rows[0]
      let losses: [Scalar] =
        switch call.targets {
        case .classes(let targets):
          try CrossEntropy(input: .probabilities).losses(
            p, .oneRow, targets: targets, execution: table)
        case .probabilities(let y):
          try CrossEntropy(input: .probabilities).losses(
            p, .oneRow, targets: y[0], execution: table)
        }
      return words(losses)
    case .result(let name):
      // A backward takes results, and the upstream as the logits.
      let isBackward = name.hasSuffix("Gradient")
      let memory = try RowMemory(
        OperationBatch(
          classes: call.classes,
          logits: isBackward ? [scalars(upstream)] : call.rows,
          others: call.rows))
      memory.negativeInfinityRows = options.negativeInfinityRows
      try memory.run(.named(name), table)
      switch name {
      case "argmax": return "\(memory.predictions[0])"
      case "logSumExp": return words(Array(memory.numbers))
      default: return words(memory.outputs[0])
      }
    }
  }
}

extension UndefinedCall {
  /// The loss and gradient with class indices of any type.
  private func answer<Scalar: TestScalar, Index: ClassIndex>(
    _ call: LossCall<Scalar>, _: Index.Type
  ) throws -> String {
    guard case .classes(let targets) = call.targets else { return "" }
    var gradient = call.rows.flatMap(\.self)
    var losses = [Scalar](repeating: .nan, count: targets.count)
    let logits = gradient
    try call.options.losses(
      logits, .rows(of: call.classes), targets: targets.map { Index($0) },
      into: &losses, gradient: &gradient, execution: call.table)
    return words(loss: losses.map { Double($0) }, gradient: gradient)
  }
}

func words<Scalar: TestScalar>(loss: [Double], gradient: [Scalar]) -> String {
  "loss \(words(loss)), gradient \(words(gradient))"
}

/// Numbers with two decimals at most; one of them if all are the same.
func words<Scalar: TestScalar>(_ values: [Scalar]) -> String {
  let words = values.map { value in
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "−∞" : "+∞" }
    if abs(value) > 1e30 { return value < 0 ? "−huge" : "huge" }
    let hundredths = (Double(value) * 100).rounded()
    let number = (hundredths / 100 + 0).formatted(
      .number.locale(Locale(identifier: "en_US_POSIX"))
        .precision(.fractionLength(0...2)).grouping(.never))
    return number == "-0"
      ? "0" : number.replacingOccurrences(of: "-", with: "−")
  }
  guard let first = words.first else { return "nothing" }
  return Set(words).count == 1 ? first : words.joined(separator: " ")
}
