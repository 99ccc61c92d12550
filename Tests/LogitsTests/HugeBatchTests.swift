import Foundation
import Logits
import TestSupport
import Testing

/// Batches of more than 2³¹ logits, 8.6 GB of Float: places in them, and in one
/// of them places in a row, need more than 32 bits.
@Suite(
  .serialized,
  .enabled(if: Soak.isOn, "Takes a minute: set LOGITS_SOAK."),
  .enabled(
    if: AvailableMemory.bytes > 12_000_000_000,
    "Needs 12 GB of available memory."))
struct HugeBatchTests {
  static let shapes = [
    (samples: (1 << 31) / 10 + 7, classes: 10), (3, (1 << 31) / 3 + 5),
    (1, (1 << 31) + 9),
  ].map { BatchShape(samples: $0.samples, classes: $0.classes) }

  /// A last row with a first and a last logit that weigh as much as all others,
  /// which are 0, as are the rows before.
  private struct HugeLogits {
    let shape: BatchShape
    let memory: ZeroMemory<Float>
    let first: Float
    let last: Float

    init(_ shape: BatchShape) {
      self.shape = shape
      memory = ZeroMemory(count: shape.samples * shape.classes)
      last = Float(Double.log(Double(shape.classes)))
      first = last - 1
      let row = memory.elements.count - shape.classes
      memory.elements[row] = first
      memory.elements[memory.elements.count - 1] = last
    }

    var all: UnsafeMutableBufferPointer<Float> { memory.elements }
    var input: UnsafeBufferPointer<Float> { UnsafeBufferPointer(all) }

    /// A sample for each, all of the last class.
    var targets: [Int] {
      Array(repeating: shape.classes - 1, count: shape.samples)
    }

    /// log Σ exp of the last row.
    var logSumExp: Double {
      Double.log(
        Double(shape.classes - 2) + Double.exp(Double(first))
          + Double.exp(Double(last)))
    }

    /// Each probability of the rows before.
    var even: Double { 1 / Double(shape.classes) }

    /// Expects the softmax of the logits, less `target` for the last class.
    func expectSoftmax(target: Double) {
      func isNear(_ i: Int, _ expected: Double) -> Bool {
        abs(Double(all[i]) - expected) < 1e-5 * abs(expected)
      }
      let row = all.count - shape.classes
      #expect(isNear(row, Double.exp(Double(first) - logSumExp)))
      #expect(
        isNear(all.count - 1, Double.exp(Double(last) - logSumExp) - target))
      let others = Double.exp(-logSumExp)
      #expect(isNear(row + 1, others))
      #expect(isNear(all.count - 2, others))
      // Rows of zeros give all classes the same bits.
      let before = all[..<row]
      guard let probability = before.first else { return }
      #expect(isNear(0, even))
      #expect(
        before.indices.allSatisfy {
          $0 % shape.classes == shape.classes - 1
            || before[$0] == probability
        })
      #expect(isNear(row - 1, even - target))
    }
  }

  @Test(arguments: shapes)
  func whatIsSaidOfRows(_ shape: BatchShape) throws {
    let logits = HugeLogits(shape)
    let before = shape.samples - 1
    let sums = try logSumExp(logits.input, shape.layout)
    #expect(abs(Double(sums[before]) - logits.logSumExp) < 1e-5)
    #expect(sums.dropLast().allSatisfy { $0 == sums[0] })
    let losses = try CrossEntropy().losses(
      logits.input, shape.layout, targets: logits.targets)
    let lastLoss = logits.logSumExp - Double(logits.last)
    #expect(abs(Double(losses[before]) - lastLoss) < 1e-5)
    #expect(losses.dropLast().allSatisfy { $0 == losses[0] })
    let loss = try CrossEntropy(reduction: .sum).loss(
      logits.input, shape.layout, targets: logits.targets)
    let expected =
      Double(before) * Double.log(Double(shape.classes)) + lastLoss
    #expect(abs(loss - expected) < 1e-5 * expected)
    let predictions = try argmax(logits.input, shape.layout)
    #expect(predictions[before] == shape.classes - 1)
    #expect(predictions.dropLast().allSatisfy { $0 == 0 })
  }

  @Test(arguments: shapes)
  func softmaxInPlace(_ shape: BatchShape) throws {
    let logits = HugeLogits(shape)
    var all = logits.all
    try softmax(inPlace: &all, shape.layout)
    logits.expectSoftmax(target: 0)
  }

  @Test(arguments: shapes)
  func gradientInPlace(_ shape: BatchShape) throws {
    let logits = HugeLogits(shape)
    var all = logits.all
    try CrossEntropy(reduction: .sum).loss(
      gradientInPlace: &all, shape.layout, targets: logits.targets)
    logits.expectSoftmax(target: 1)
  }
}
