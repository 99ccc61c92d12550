import Foundation
import Logits
import Testing
import TrainDigits

@Suite struct DrawingTests {
  private func losses(_ pairs: (Double, Double)...) -> [Training.Losses] {
    pairs.map { Training.Losses(training: $0.0, heldOut: $0.1) }
  }

  /// 8 × 8 dots: training down the diagonal, as the axis is logarithmic; every
  /// third dot of the top line, held out.
  @Test func aLossCurve() {
    let curve = LossCurve(losses((1, 1), (0.01, 1)), columns: 4, rows: 2)
    #expect(
      curve.text == """
          1.0000 ┤⠑⢌⠀⠁ held out 1.0000
          0.0100 ┤⠀⠀⠑⢄ training 0.0100
            loss └────
           epoch  1  2
        """)
  }

  /// Between two epochs that are a dot apart the line has no gap, and what is
  /// no number is not drawn.
  @Test func aSteepLine() {
    let high = Training.Losses(training: 1, heldOut: .nan)
    let low = Training.Losses(training: 0.1, heldOut: .nan)
    let history = [high, high, high, low, low, low]
    let curve = LossCurve(history, columns: 3, rows: 2)
    #expect(
      curve.text == """
          1.0000 ┤⠉⢱⠀ held out nan
          0.1000 ┤⠀⢸⣀ training 0.1000
            loss └───
           epoch  1 6
        """)
  }

  /// Two that end in one row are named in two.
  @Test(arguments: [1, 0.5])
  func equalEnds(_ last: Double) {
    let curve = LossCurve(losses((0.9, 0.9), (last, last)), columns: 9)
    let ends = curve.text.split(separator: "\n").compactMap {
      $0.split(separator: " ", maxSplits: 1).last.map { $0.suffix(15) }
    }
    let name = decimal(last, 4)
    #expect(ends.count { $0.hasSuffix("training \(name)") } == 1)
    #expect(ends.count { $0.hasSuffix("held out \(name)") } == 1)
  }

  @Test func nothingToDraw() {
    #expect(LossCurve([]).text == "")
    let curve = LossCurve(losses((.nan, .infinity)), columns: 4, rows: 2)
    #expect(!curve.text.contains { ("\u{2801}"..."\u{28ff}").contains($0) })
  }

  @Test func aConfusionMatrix() throws {
    // The largest logits are 0, 1, 1 and 2.
    let logits: [Float] = [9, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 9]
    let targets: [Int64] = [0, 0, 1, 2]
    let evaluations = try CrossEntropy().evaluate(
      logits, targets: targets, shape: BatchShape(samples: 4, classes: 3))
    let matrix = ConfusionMatrix(
      classes: 3, targets: targets, predictions: evaluations)
    #expect(matrix.counts == [[1, 1, 0], [0, 1, 0], [0, 0, 1]])
    #expect(
      matrix.text == """
        digit    taken for
                   0   1   2
             0 │   1   1   ·  █████░░░░░  50.00 %
             1 │   ·   1   ·  ██████████ 100.00 %
             2 │   ·   ·   1  ██████████ 100.00 %
        """)
  }

  @Test func decimals() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let value = Double.random(in: -100...100, using: &generator)
      for digits in 1...6 {
        #expect(
          decimal(value, digits) == String(format: "%.\(digits)f", value))
      }
    }
    #expect(decimal(0.05, 2) == "0.05")
    #expect(decimal(-0.001, 2) == "0.00")
    #expect(decimal(.nan, 2) == "nan")
    #expect(decimal(.infinity, 2) == "inf")
  }

  @Test func bars() {
    #expect(bar(0) == "░░░░░░░░░░")
    #expect(bar(0.99, width: 4) == "███░")
    #expect(bar(1, width: 4) == "████")
    #expect(bar(.nan, width: 2) == "░░")
  }
}
