import Foundation
import Logits

// Trains two models on half of the digits, and tests them on the other half.

let arguments = CommandLine.arguments
guard 3...4 ~= arguments.count,
  let seed = arguments.count == 4 ? UInt64(arguments[3]) : 1
else { fail("Usage: TrainDigits DIGITS RESULTS [SEED]") }

do {
  print("Logistic regression, in Double")
  let digits = try Digits<Double>(folder: arguments[1])
  var regression = LogisticRegression()
  let (steps, objective, norm) = try regression.fit(digits.training)
  print("steps              \(steps)")
  print("gradient's norm    \(Float(norm))")
  print(String(format: "objective          %.12f", objective))
  try report("logistic-regression", regression.logits, digits.heldOut)

  print("\nNetwork with a hidden layer, in Float")
  let inFloat = try Digits<Float>(folder: arguments[1])
  var random = RandomNumbers(seed: seed)
  var network = Network(using: &random)
  let losses = try network.train(inFloat.training, using: &random)
  for epoch in stride(from: 10, through: losses.count, by: 10) {
    let loss = String(format: "%.6f", losses[epoch - 1])
    print("epoch \(epoch)           loss \(loss)")
  }
  try report("network", network.logits, inFloat.heldOut)
} catch {
  fail("\(error)")
}

/// Says how good a model's logits are, and writes them for `logits evaluate`.
func report<Scalar: LogitScalar>(
  _ name: String, _ model: (Samples<Scalar>) throws -> [Scalar],
  _ samples: Samples<Scalar>
) throws {
  let logits = try model(samples)
  var summary = EvaluationSummary()
  try CrossEntropy().evaluate(
    logits, .rows(of: 10), targets: samples.labels, into: &summary)
  print(String(format: "cross-entropy      %.6f nats (held out)", summary.loss))
  print(String(format: "accuracy           %.2f %%", 100 * summary.accuracy))
  let paths = ["\(arguments[2])/\(name).npy", "\(arguments[2])/labels.npy"]
  let type = Scalar.self == Float.self ? "<f4" : "<f8"
  try NPY.write(paths[0], logits, type, shape: [samples.count, 10])
  try NPY.write(paths[1], samples.labels, "<i8", shape: [samples.count])
  print("written            \(paths.joined(separator: " "))")
}

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("Error: \(message)\n".utf8))
  exit(1)
}
