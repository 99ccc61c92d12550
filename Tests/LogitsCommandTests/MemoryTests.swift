#if os(Linux)
import Foundation
import TestSupport
import Testing

/// The memory that the command needs for a large file.
@Suite struct MemoryTests {
  /// Allows 64 MiB besides what is mapped; whoever asks for more crashes.
  private static let limit = "ulimit -d 65536"

  /// Keeps the limit.
  private let launcher = [
    "/bin/sh", "-c", "\(Self.limit); exec \"$@\"", "sh",
  ]

  private func evaluate(
    _ logits: String, _ samples: Int, _ classes: Int,
    in folder: borrowing TemporaryFolder
  ) throws {
    let labels = try folder.write(
      "y.npy", "|u1", [samples], [UInt8](repeating: 7, count: samples))
    let run = try CommandRun(
      ["evaluate", "--json", logits, labels], launcher: launcher)
    #expect(run.status == 0, "\(run.errors)")
    let loss = try #require(run.output.firstMatch(of: /"loss" ?: ?([0-9.]+)/)).1
    #expect(isNear(Double(loss) ?? .nan, log(Double(classes)), 1e-12))
  }

  /// 256 MB.
  @Test func memoryIsThatOfABlock() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.writeZeros("x.npy", 2000, 32_000)
    try evaluate(logits, 2000, 32_000, in: folder)
  }

  /// 80 MB of labels, which are all 0.
  @Test func labelsAreReadByBlocks() throws {
    let folder = try TemporaryFolder()
    let samples = 10_000_000
    let logits = try folder.writeZeros("x.npy", samples, 8)
    let labels = try folder.write(
      "y.npy", "<i8", [samples], [] as [Int], zeroBytes: 8 * samples)
    let run = try CommandRun(["evaluate", logits, labels], launcher: launcher)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("2.079442 nats"))
  }

  /// 128 MB, which as Floats would be 256 MB.
  @Test func halvesAreConvertedByBlocks() throws {
    let folder = try TemporaryFolder()
    let header = """
      {"x":{"dtype":"BF16","shape":[2000,32000],"data_offsets":[0,128000000]}}
      """
    let logits = try folder.write(
      "x.safetensors", bytes: safetensors(header), zeroBytes: 128_000_000)
    try evaluate(logits, 2000, 32_000, in: folder)
  }

  /// A block has half a million samples of two classes.
  @Test func samplesAreComparedInChunks() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.writeZeros("x.npy", 530_000, 2)
    let run = try CommandRun(["compare", logits, logits], launcher: launcher)
    #expect(run.status == 0, "\(run.errors)")
    #expect(TextLines(run.output)["samples"] == "530000")
  }

  /// More than the limit is not to be had.
  @Test func theLimitIsKept() throws {
    let words = "dd if=/dev/zero of=/dev/null bs=128M count=1"
    let run = try ProgramRun(
      "logits", [],
      launcher: ["/bin/sh", "-c", "\(Self.limit); \(words)", "sh"])
    #expect(run.status == 1)
  }
}
#endif
