import ArrayFiles
import Foundation
import Logits
import TestSupport
import Testing
import TrainDigits

@Suite struct ProgramTests {
  private struct Evaluation: Decodable {
    let samples: Int
    let loss: Double
    let accuracy: Double
  }

  /// It prints what `logits evaluate` prints for the files.
  @Test func theCommandAgrees() throws {
    let folder = try TemporaryFolder()
    let results = folder.path("")
    let run = try ProgramRun("TrainDigits", [Fixtures.path("Digits"), results])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      Set(try folder.names) == [
        "labels.npy", "logistic-regression.npy", "network.npy",
      ])

    let lines = run.output.split(separator: "\n").map(String.init)
    let written = lines.filter { $0.hasPrefix("written ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    let names = ["cross-entropy ", "accuracy "]
    let printed = lines.filter { names.contains(where: $0.hasPrefix) }
    #expect(written.count == 2)
    var evaluated: [String] = []
    for paths in written {
      let run = try ProgramRun("logits", ["evaluate", "--json"] + paths)
      #expect(run.status == 0, "\(run.errors)")
      let evaluation = try JSONDecoder().decode(
        Evaluation.self, from: Data(run.output.utf8))
      #expect(evaluation.samples == 898)
      evaluated += [
        String(
          format: "cross-entropy      %.6f nats (held out)", evaluation.loss),
        String(format: "accuracy           %.2f %%", evaluation.accuracy * 100),
      ]
    }
    #expect(printed == evaluated)
  }

  /// Files hold all bits.
  @Test func whatIsWrittenIsReadBack() throws {
    let folder = try TemporaryFolder()
    let logits: [Float] = [-.pi, .leastNonzeroMagnitude, .nan, 0, 1, .infinity]
    let labels: [Int64] = [.min, -1, .max]
    let paths = (folder.path("logits.npy"), folder.path("labels.npy"))
    try NPY.write(paths.0, logits, "<f4", shape: [2, 3])
    try NPY.write(paths.1, labels, "<i8", shape: [3])

    let (rows, targets) = try (
      StoredArray(path: paths.0), StoredArray(path: paths.1)
    )
    #expect(rows.elementType == .float32)
    #expect(rows.shape == [2, 3])
    #expect(targets.elementType == .int64)
    #expect(targets.shape == [3])
    let bits = try rows.withBits(0..<6, as: UInt32.self, Array.init)
    #expect(bits == logits.map(\.bitPattern))
    #expect(try targets.withElements(as: Int64.self, Array.init) == labels)
  }

  @Test func errors() throws {
    for arguments in [[], ["a"], ["a", "b", "c"], ["a", "b", "1", "d"]] {
      let run = try ProgramRun("TrainDigits", arguments)
      #expect(run.status == 1)
      #expect(run.errors == "Error: Usage: TrainDigits DIGITS RESULTS [SEED]\n")
    }
    let folder = try TemporaryFolder()
    let missing = try ProgramRun("TrainDigits", [folder.path("x"), "y"])
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("Error: "))
    #expect(missing.errors.contains(folder.path("x/images.npy")))

    // Labels of another type, and too many.
    let image = [UInt8](repeating: 0, count: 64)
    _ = try folder.write("images.npy", "|u1", [1, 64], image)
    _ = try folder.write("labels.npy", "|u1", [1], [0 as UInt8])
    #expect(try errors(in: folder).contains("labels.npy is no NPY file of <i8"))
    _ = try folder.write("labels.npy", "<i8", [2], [0, 1 as Int64])
    #expect(try errors(in: folder).contains("has no label for each image"))
  }

  /// A file that is cut anywhere is refused, or has fewer elements.
  @Test func aCutFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("labels.npy")
    try NPY.write(path, [1, 2, 3 as Int64], "<i8", shape: [3])
    let whole = try Data(contentsOf: URL(filePath: path))
    #expect(whole.count == 128 + 3 * 8)
    for count in 0...whole.count {
      try whole.prefix(count).write(to: URL(filePath: path))
      if count < 128 {
        #expect(throws: NPY.Failure.self) {
          try NPY.read(path, "<i8", as: Int64.self)
        }
      } else {
        let elements = try NPY.read(path, "<i8", as: Int64.self)
        #expect(elements == Array([1, 2, 3].prefix((count - 128) / 8)))
      }
    }
  }

  private func errors(in folder: borrowing TemporaryFolder) throws -> String {
    let run = try ProgramRun("TrainDigits", [folder.path(""), "y"])
    #expect(run.status == 1)
    return run.errors
  }
}
