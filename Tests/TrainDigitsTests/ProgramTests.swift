import ArrayFiles
import Foundation
import Logits
import TestSupport
import Testing
import TrainDigits

@Suite struct ProgramTests {
  /// What it prints is what `logits evaluate` says of the files, called as it
  /// says.
  @Test func theCommandAgrees() throws {
    let folder = try TemporaryFolder()
    let results = folder.path("")
    let run = try Shipped.run("TrainDigits", [Shipped.digits, results])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      Set(try folder.names) == [
        "labels.npy", "logistic-regression.npy", "network.npy",
      ])

    let lines = run.output.split(separator: "\n")
    let commands = lines.filter { $0.contains("logits evaluate ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    let names = ["cross-entropy  ", "accuracy  "]
    let printed = lines.filter { names.contains(where: $0.hasPrefix) }
    #expect(commands.count == 2)
    var evaluated: [Substring] = []
    for arguments in commands {
      let evaluation = try Shipped.run("logits", arguments)
      #expect(evaluation.status == 0, "\(evaluation.errors)")
      evaluated += evaluation.output.split(separator: "\n").filter {
        names.contains(where: $0.hasPrefix)
      }
    }
    #expect(evaluated.count == 4)
    #expect(printed == evaluated)
  }

  /// Files hold all bits, so that all figures are those of the model.
  @Test func whatIsWrittenIsReadBack() throws {
    let folder = try TemporaryFolder()
    let results = Results(folder: folder.path(""))
    let digits = try Digits<Float>(folder: Shipped.digits)
    var generator = SplitMix64(seed: 2)
    let network = try Network<Float>(using: &generator)
    try results.write("logits", logits: network.logits(digits.heldOut))
    try results.write("labels", labels: digits.heldOut.labels)

    let logits = try StoredArray(path: results.path("logits"))
    let labels = try StoredArray(path: results.path("labels"))
    #expect(logits.elementType == .float32)
    #expect(logits.shape == [898, 10])
    #expect(labels.elementType == .int64)
    #expect(labels.shape == [898])
    let evaluations = try logits.withElements(0..<8980, as: Float.self) {
      rows in
      try labels.withElements(0..<898, as: Int64.self) { targets in
        try CrossEntropy().evaluate(
          rows, targets: targets, shape: BatchShape(samples: 898, classes: 10))
      }
    }
    #expect(
      EvaluationSummary(of: evaluations)
        == EvaluationSummary(of: try network.evaluate(digits.heldOut)))
  }

  @Test func errors() throws {
    for arguments in [[], ["a"], ["a", "b", "c"], ["a", "b", "1", "d"]] {
      let run = try Shipped.run("TrainDigits", arguments)
      #expect(run.status == 1)
      #expect(run.errors == "Error: Usage: TrainDigits DIGITS RESULTS [SEED]\n")
    }
    let folder = try TemporaryFolder()
    let missing = try Shipped.run("TrainDigits", [folder.path("x"), "y"])
    #expect(missing.status == 1)
    #expect(missing.output == "")
    #expect(missing.errors.hasPrefix("Error: "))
    #expect(
      missing.errors.hasSuffix("cannot be opened: No such file or directory\n"))
    // Labels of another type.
    for name in ["images", "labels"] {
      _ = try folder.write(
        "\(name).npy", "|u1", [1, 64], [UInt8](repeating: 0, count: 64))
    }
    let wrong = try Shipped.run("TrainDigits", [folder.path(""), "y"])
    #expect(wrong.status == 1)
    #expect(wrong.errors.hasSuffix("has no 64-bit label for each image\n"))
  }
}
