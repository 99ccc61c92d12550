import Foundation
import TestSupport
import Testing

/// Files of several blocks of 4 MB.
@Suite struct BlockTests {
  /// 2,096 rows to a block of Floats, 1,048 to one of Doubles.
  private let samples = 5000
  private let classes = 500

  /// The same 37 rows, repeated.
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

  /// However the rows are split into files, results are the same, bit for bit.
  @Test func splitsDoNotMatter() throws {
    let folder = try TemporaryFolder()
    let logits = logits()
    let labels = try folder.write("y.npy", "<i4", [samples], targets())
    let whole = try folder.write("x.npy", "<f4", [samples, classes], logits)
    let figures = try Figures("evaluate", [whole, labels])
    for rows in [1, 2095, 2096, 2097, 4999] {
      let files = [
        try folder.write(
          "a.npy", "<f4", [rows, classes], Array(logits[..<(rows * classes)])),
        try folder.write(
          "b.npy", "<f4", [samples - rows, classes],
          Array(logits[(rows * classes)...])),
      ]
      let split = try Figures("evaluate", files + [labels])
      #expect(split.exact == figures.exact)
    }
    // A loss of Floats has an error of at most 1e-5.
    let first = logits[..<(37 * classes)].map(Double.init)
    let losses = zip(Textbook.rows(first, classes), targets()).map {
      -Textbook.logSoftmax($0)[Int($1)]
    }
    let all = (0..<samples).map { losses[$0 % 37] }
    #expect(isNear(figures["loss"], Textbook.mean(all), 1e-5))
  }
}
