import ArrayFiles
import Foundation
import TestSupport
import Testing

@Suite struct SoftmaxCommandTests {
  @Test func writesProbabilities() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [1, 3], [3, 1, 0.1])
    let path = folder.path("p.npy")
    #expect(try output(["softmax", logits, path]) == "")
    let file = try StoredArray(path: path)
    #expect(file.elementType == .float64)
    #expect(file.shape == [1, 3])
    let expected = [0.840_083_05, 0.113_692_88, 0.046_224_07]
    try file.withElements(0..<3, as: Double.self) {
      for (p, expected) in zip($0, expected) {
        #expect(abs(p - expected) < 5e-9)
      }
    }
  }

  /// Several blocks, into the input file itself.
  @Test func overTheInputInBlocks() throws {
    let folder = try TemporaryFolder()
    let count = 3_000_000
    let values = (0..<count).map { Float($0 % 7) }
    let path = try folder.write("x.npy", "<f4", [count / 3, 3], values)
    #expect(try output(["softmax", path, path]) == "")
    #expect(try folder.names == ["x.npy"])
    let file = try StoredArray(path: path)
    #expect(file.shape == [count / 3, 3])
    try file.withElements(0..<count, as: Float.self) { p in
      var worst: Float = 0
      for row in stride(from: 0, to: count, by: 3) {
        worst = max(worst, abs(p[row] + p[row + 1] + p[row + 2] - 1))
        // Rows repeat every 7.
        worst = max(worst, abs(p[row] - p[row % 21]))
      }
      #expect(worst < 3e-7)
    }
  }

  @Test func failuresLeaveNothingBehind() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write(
      "x.npy", "<f4", [1, 3], [3, 1, 0.1] as [Float])
    let bad = try folder.write("bad.npy", "<f4", [9, 3], [1] as [Float])
    let old = try folder.write("old.npy", "<f4", [1, 1], [5] as [Float])
    let before = try contents(of: old)
    for (input, output, message) in [
      (bad, old, "bad.npy: is truncated"),
      (folder.path("no"), old, "no: cannot be opened"),
      (logits, folder.path(""), "is a directory"),
      (logits, folder.path("no/p.npy"), "p.npy: cannot be written"),
    ] {
      try expectFailure(["softmax", input, output], containing: message)
    }
    #expect(try contents(of: old) == before)
    #expect(try folder.names.sorted() == ["bad.npy", "old.npy", "x.npy"])
  }

  @Test func info() throws {
    let text = try output(["info"])
    for word in [
      "logits", "backends", "OpenBLAS", "instruction sets", "portable",
      "processors", "chosen",
    ] {
      #expect(text.contains(word))
    }
  }
}
