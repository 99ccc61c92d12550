import Foundation
import TestSupport
import Testing

/// `compare` against plain formulas.
@Suite struct CompareTests {
  private static let keys: Set = [
    "samples", "nonFiniteSamples", "classes", "meanDivergence",
    "divergenceStandardError", "medianDivergence", "divergence90",
    "divergence95", "divergence99", "divergence999", "maximumDivergence",
    "meanReverseDivergence", "reverseDivergenceStandardError",
    "meanJensenShannon", "jensenShannonStandardError", "sameTopRate",
    "sameTopStandardError", "top1Overlap", "top5Overlap",
  ]
  private static let keysWithLabels: Set = [
    "baseLoss", "baseLossStandardError", "basePerplexity", "baseAccuracy",
    "otherLoss", "otherLossStandardError", "otherPerplexity",
    "otherAccuracy", "ignoredSamples", "lossDifference",
    "lossDifferenceStandardError", "lossDifferenceInterval",
    "perplexityRatio",
  ]

  /// Formulas in Double, on logits below 8.
  private let tolerance = 1e-12

  /// Two models with different logits and some different predictions.
  private struct Models {
    let classes: Int
    let base: [[Double]]
    let other: [[Double]]
    let targets: [Int]

    init(samples: Int, classes: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      self.classes = classes
      base = (0..<samples).map { _ in
        (0..<classes).map { _ in Double.random(in: -4...4, using: &generator) }
      }
      other = base.map { row in
        row.map { $0 + Double.random(in: -0.5...0.5, using: &generator) }
      }
      targets = (0..<samples).map { _ in
        Int.random(in: 0..<classes, using: &generator)
      }
    }

    func write(to folder: borrowing TemporaryFolder) throws -> [String] {
      let shape = [base.count, classes]
      return [
        try folder.write("a.npy", "<f8", shape, base.flatMap(\.self)),
        try folder.write("b.npy", "<f8", shape, other.flatMap(\.self)),
        try folder.write("y.npy", "<i8", [base.count], targets),
      ]
    }
  }

  /// Interpolated at position level · (n − 1) of the sorted values.
  private func quantile(_ values: [Double], _ level: Double) -> Double {
    let sorted = values.sorted()
    let position = level * Double(values.count - 1)
    let (low, high) = (
      Int(position.rounded(.down)), Int(position.rounded(.up))
    )
    return sorted[low]
      + (position - Double(low)) * (sorted[high] - sorted[low])
  }

  /// The mean share of the k largest of a row that are among those of the other.
  private func overlap(
    _ k: Int, _ base: [[Double]], _ other: [[Double]]
  ) -> Double {
    Textbook.mean(
      zip(base, other).map { row, other in
        let (top, others) = (Textbook.top(k, row), Textbook.top(k, other))
        return Double(top.count(where: others.contains)) / Double(top.count)
      })
  }

  private func checkDivergence(
    _ figures: Figures, _ base: [[Double]], _ other: [[Double]]
  ) {
    let divergences = zip(base, other).map(Textbook.divergence)
    let reverse = zip(other, base).map(Textbook.divergence)
    let symmetric = zip(base, other).map(Textbook.jensenShannon)
    let n = Double(divergences.count)
    let same = zip(base, other).count {
      Textbook.argmax($0) == Textbook.argmax($1)
    }
    let rate = Double(same) / n
    let error = (rate * (1 - rate) / n).squareRoot()
    figures.expect([
      "samples": ([n], 0),
      "meanDivergence": ([Textbook.mean(divergences)], tolerance),
      "divergenceStandardError": (
        [Textbook.standardError(divergences)], tolerance
      ),
      "meanReverseDivergence": ([Textbook.mean(reverse)], tolerance),
      "reverseDivergenceStandardError": (
        [Textbook.standardError(reverse)], tolerance
      ),
      "meanJensenShannon": ([Textbook.mean(symmetric)], tolerance),
      "jensenShannonStandardError": (
        [Textbook.standardError(symmetric)], tolerance
      ),
      "sameTopRate": ([rate], 0), "sameTopStandardError": ([error], 1e-15),
      "top1Overlap": ([rate], tolerance),
      "top5Overlap": ([overlap(5, base, other)], tolerance),
    ])
    for (key, level) in [
      ("medianDivergence", 0.5), ("divergence90", 0.9), ("divergence95", 0.95),
      ("divergence99", 0.99), ("divergence999", 0.999),
      ("maximumDivergence", 1),
    ] {
      figures.expect([key: ([quantile(divergences, level)], tolerance)])
    }
  }

  @Test(arguments: [2, 3, 20, 501], [2, 40])
  func withoutLabels(_ samples: Int, _ classes: Int) throws {
    let folder = try TemporaryFolder()
    let models = Models(samples: samples, classes: classes, seed: 1)
    let files = try models.write(to: folder)
    let figures = try Figures("compare", Array(files.prefix(2)))
    #expect(figures.keys == Self.keys)
    #expect(figures["classes"] == Double(classes))
    checkDivergence(figures, models.base, models.other)
    // The divergence has a direction.
    let swapped = try Figures("compare", [files[1], files[0]])
    checkDivergence(swapped, models.other, models.base)
    #expect(swapped["meanDivergence"] != figures["meanDivergence"])
  }

  /// Two files that differ by some 1e-4.
  ///
  /// The figures are Σ p (log p − log q) with the 64 digits of the x87's numbers.
  @Test func nearlyEqual() throws {
    let files = ["near_a.npy", "near_b.npy"].map {
      Fixtures.path("Divergence/\($0)")
    }
    try Figures("compare", files).expect([
      "meanDivergence": ([4.214_655_007e-9], 4e-14),
      "maximumDivergence": ([8.911_363_669e-9], 9e-14),
    ])
  }

  /// The k of a list, each once; those beyond the classes are all of them.
  @Test func topK() throws {
    let folder = try TemporaryFolder()
    let models = Models(samples: 50, classes: 12, seed: 4)
    let files = Array(try models.write(to: folder).prefix(2))
    let figures = try Figures("compare", files + ["--top-k", "3,12,2,3,40"])
    for k in [2, 3] {
      figures.expect([
        "top\(k)Overlap": ([overlap(k, models.base, models.other)], tolerance)
      ])
    }
    #expect(figures["top12Overlap"] == 1)
    #expect(figures["top40Overlap"] == 1)
    #expect(figures["top1Overlap"].isNaN)
    let text = TextLines(
      try output(["compare"] + files + ["--top-k", "1,3,12"]))
    let share = 100 * overlap(3, models.base, models.other)
    #expect(text["top 3"] == String(format: "%.2f %% the same", share))
    #expect(text["top 1"] == nil)
    #expect(text["top 12"] == nil)
    for list in ["0", "a", "1,,2", "5,1001"] {
      let run = try CommandRun(["compare"] + files + ["--top-k", list])
      #expect(run.status == 64)
    }
  }

  /// Ignored samples have no effect, whatever their logits are.
  @Test(arguments: [[-100], [-100, 2]])
  func withLabels(_ ignored: [Int]) throws {
    let folder = try TemporaryFolder()
    let models = Models(samples: 300, classes: 9, seed: 2)
    let index = ignored[ignored.count - 1]
    let isIgnored = models.targets.enumerated().map {
      $0.offset % 5 == 3 || $0.element == index
    }
    let kept = isIgnored.indices.filter { !isIgnored[$0] }
    let (base, other) = (
      kept.map { models.base[$0] }, kept.map { models.other[$0] }
    )
    let shape = [300, 9]
    func rows(_ rows: [[Double]], _ filler: Double) -> [Double] {
      zip(rows, isIgnored).flatMap { row, isIgnored in
        isIgnored ? row.map { _ in filler } : row
      }
    }
    let files = [
      try folder.write("a.npy", "<f8", shape, rows(models.base, .nan)),
      try folder.write("b.npy", "<f8", shape, rows(models.other, 5)),
      try folder.write(
        "y.npy", "<i8", [300],
        zip(models.targets, isIgnored).map { $1 ? index : $0 }),
    ]
    let option = ["--ignore-index=\(index)"]
    let figures = try Figures("compare", files + option)
    #expect(figures.keys == Self.keys.union(Self.keysWithLabels))
    #expect(figures["ignoredSamples"] == Double(300 - kept.count))
    checkDivergence(figures, base, other)

    let targets = kept.map { models.targets[$0] }
    func losses(_ rows: [[Double]]) -> [Double] {
      zip(rows, targets).map { -Textbook.logSoftmax($0)[$1] }
    }
    for (name, rows) in [("base", base), ("other", other)] {
      let losses = losses(rows)
      let mean = Textbook.mean(losses)
      let right = zip(rows, targets).count { Textbook.argmax($0) == $1 }
      figures.expect([
        "\(name)Loss": ([mean], tolerance),
        "\(name)LossStandardError": (
          [Textbook.standardError(losses)], tolerance
        ),
        "\(name)Perplexity": ([exp(mean)], 1e3 * tolerance),
        "\(name)Accuracy": ([Double(right) / Double(kept.count)], 0),
      ])
    }
    // The error of the paired differences is far smaller than those of the
    // losses.
    let differences = zip(losses(other), losses(base)).map { $0 - $1 }
    let mean = Textbook.mean(differences)
    let error = Textbook.standardError(differences)
    let distance = Textbook.quantile * error
    figures.expect([
      "lossDifference": ([mean], tolerance),
      "lossDifferenceStandardError": ([error], tolerance),
      "lossDifferenceInterval": (
        [mean - distance, mean + distance], tolerance
      ),
      "perplexityRatio": ([exp(mean)], 10 * tolerance),
    ])
    #expect(error < figures["baseLossStandardError"] / 2)
  }

  @Test func text() throws {
    let folder = try TemporaryFolder()
    // Softmaxes of (1/2, 1/2) and (1/4, 3/4), twice, and once the same.
    let files = [
      try folder.write("a.npy", "<f8", [3, 2], [0.0, 0, 0, 0, 0, 0]),
      try folder.write(
        "b.npy", "<f8", [3, 2], [0.0, log(3), 0, 0, 0, log(3)]),
    ]
    let divergence = 0.5 * log(4.0 / 3)
    let labels = try folder.write("y.npy", "|u1", [3], [0, 1, 1] as [UInt8])
    let plain = TextLines(try output(["compare"] + files))
    let labelled = TextLines(try output(["compare"] + files + [labels]))
    let median = String(format: "%.4g", divergence)
    for lines in [plain, labelled] {
      // Two of three: the standard error is a third of one.
      let mean = String(
        format: "%.4g nats (mean KL), standard error %.4g",
        divergence * 2 / 3, divergence / 3)
      for (name, expected) in [
        ("samples", "3"), ("classes", "2"), ("divergence", mean),
        ("median", median), ("maximum", median), ("99.9 %", median),
        ("same top", "33.33 %, standard error 27.22 %"),
      ] {
        #expect(lines[name] == expected, "\(name)")
      }
    }
    #expect(plain["difference"] == nil)
    #expect(plain["accuracy, base"] == nil)
    // Losses of log 4, log 2 and log 4/3: their product is 32/3.
    let (other, ratio) = (cbrt(32.0 / 3), cbrt(4.0 / 3))
    for (name, expected) in [
      (
        "cross-entropy, base",
        "0.693147 nats (mean), standard error 0.000000"
      ),
      ("perplexity, base", "2.000000"), ("accuracy, base", "33.33 %"),
      ("accuracy, other", "33.33 %"),
      ("perplexity, other", String(format: "%.6f", other)),
      ("perplexity ratio", String(format: "%.6f", ratio)),
    ] {
      #expect(labelled[name] == expected, "\(name)")
    }
  }
}
