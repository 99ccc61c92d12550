import Foundation
import TestSupport
import Testing

/// Files of several blocks, which are 4 MB.
@Suite struct BlockTests {
  /// 2,096 rows to a block of Floats, 1,048 to one of Doubles.
  private let samples = 5000
  private let classes = 500

  /// 37 rows, again and again.
  private func logits() -> [Float] {
    var generator = SeededGenerator(seed: 7)
    let rows = (0..<37 * classes).map { _ in
      Float.random(in: -4...4, using: &generator)
    }
    var logits: [Float] = []
    while logits.count < samples * classes { logits += rows }
    return Array(logits.prefix(samples * classes))
  }

  private func targets() -> [Int32] {
    (0..<samples).map { Int32($0 % 37 * 11) }
  }

  /// Bit for bit, wherever the rows are cut.
  @Test func cutsDoNotShow() throws {
    let folder = try TemporaryFolder()
    let logits = logits()
    let labels = try folder.write("y.npy", "<i4", [samples], targets())
    let whole = try folder.write("x.npy", "<f4", [samples, classes], logits)
    let figures = try Figures("evaluate", [whole, labels])
    for (index, cut) in [1, 2095, 2096, 2097, 4999].enumerated() {
      let parts = [
        try folder.write(
          "\(index)a.npy", "<f4", [cut, classes],
          Array(logits[..<(cut * classes)])),
        try folder.write(
          "\(index)b.npy", "<f4", [samples - cut, classes],
          Array(logits[(cut * classes)...])),
      ]
      let cut = try Figures("evaluate", parts + [labels])
      #expect(cut.exact == figures.exact)
    }
    // A loss of Floats is off by 1e-5 at most.
    let first = logits[..<(37 * classes)].map(Double.init)
    let losses = zip(Textbook.rows(first, classes), targets()).map {
      -Textbook.logSoftmax($0)[Int($1)]
    }
    let all = (0..<samples).map { losses[$0 % 37] }
    #expect(isNear(figures["loss"], Textbook.mean(all), 1e-5))
  }
}
