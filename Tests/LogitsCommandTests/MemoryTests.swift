#if os(Linux)
import Foundation
import TestSupport
import Testing

/// The memory that the command needs for a large file.
@Suite struct MemoryTests {
  /// 256 MB; the process may use 64 MB besides the mapping.
  ///
  /// The peak is that of all child processes, so no other test may have one that
  /// reads a larger file to its end.
  private let size = 256_000_000

  private func evaluate(
    _ logits: String, _ samples: Int, _ classes: Int,
    in folder: borrowing TemporaryFolder
  ) throws {
    let labels = try folder.write(
      "y.npy", "|u1", [samples], [UInt8](repeating: 7, count: samples))
    let figures = try Figures("evaluate", [logits, labels])
    #expect(figures["samples"] == Double(samples))
    #expect(isNear(figures["loss"], log(Double(classes)), 1e-12))
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    let peak = usage.ru_maxrss * 1024
    #expect(peak > size / 4)
    #expect(peak < size + 64_000_000)
  }

  @Test func memoryIsThatOfABlock() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.writeZeros("x.npy", 2000, 32_000)
    try evaluate(logits, 2000, 32_000, in: folder)
  }

  /// 128 MB, which as Floats would be 256 MB besides the mapping.
  @Test func halvesAreConvertedByBlocks() throws {
    let folder = try TemporaryFolder()
    let header = """
      {"x":{"dtype":"BF16","shape":[2000,32000],"data_offsets":[0,128000000]}}
      """
    let logits = try folder.write(
      "x.safetensors", bytes: safetensors(header), zeroBytes: size / 2)
    try evaluate(logits, 2000, 32_000, in: folder)
  }
}
#endif
