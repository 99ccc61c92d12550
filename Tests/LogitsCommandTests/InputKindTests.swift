import Foundation
import TestSupport
import Testing

/// Probabilities and logarithms of them, and a single logit for two classes.
@Suite struct InputKindTests {
  private let samples = 12
  private let classes = 5
  private let values = Eighths.values(60)
  private var targets: [Int] { (0..<samples).map { $0 * 3 % classes } }

  private var logs: [[Double]] {
    Textbook.rows(values, classes).map { Textbook.logSoftmax($0) }
  }

  private let warning =
    "looks like probabilities, which --input probabilities reads as such; "
    + "--input logits says that these are logits\n"

  @Test func kinds() throws {
    let folder = try TemporaryFolder()
    let labels = try folder.write("y.npy", "<i8", [samples], targets)
    let shape = [samples, classes]
    let probabilities = logs.flatMap { $0.map { exp($0) } }
    let expected = Textbook.mean(zip(logs, targets).map { -$0[$1] })
    let p = try folder.write("p.npy", "<f8", shape, probabilities)
    let log = try folder.write("l.npy", "<f8", shape, logs.flatMap(\.self))
    for arguments in [
      [p, labels, "--input", "probabilities"],
      [log, labels, "--input", "log-probabilities"], [log, labels],
    ] {
      let figures = try Figures("evaluate", arguments)
      #expect(isNear(figures["loss"], expected, 1e-13))
    }
    let float = try folder.write(
      "f.npy", "<f4", shape, probabilities.map(Float.init))
    let figures = try Figures(
      "evaluate", [float, labels, "--input", "probabilities"])
    #expect(isNear(figures["loss"], expected, 1e-6))
    // As logits they have another loss, of which a warning warns.
    let wrong = Textbook.mean(
      zip(Textbook.rows(probabilities, classes), targets).map {
        -Textbook.logSoftmax($0)[$1]
      })
    let asLogits = try Figures(
      "evaluate", [p, labels, "--input", "logits"])
    #expect(isNear(asLogits["loss"], wrong, 1e-13))
    for path in [p, float] {
      let run = try CommandRun("evaluate", path, labels)
      #expect(run.status == 0)
      #expect(run.errors == "Warning: \(path): " + warning)
      let comparison = try CommandRun("compare", path, log)
      #expect(comparison.status == 0)
      #expect(comparison.errors == "Warning: \(path): " + warning)
    }
    let same = try Figures("compare", [p, p, "--input", "probabilities"])
    #expect(same["meanDivergence"] == 0)
  }

  /// A probability of 0 is a logit of −∞.
  @Test func zeroAndInvalidProbabilities() throws {
    let folder = try TemporaryFolder()
    let labels = try folder.write("y.npy", "|u1", [2], [1, 0] as [UInt8])
    func write(_ rows: [Double]) throws -> String {
      try folder.write("p.npy", "<f8", [2, 2], rows)
    }
    let options = [labels, "--input", "probabilities"]
    let certain = try Figures(
      "evaluate", [write([0, 1, 0.25, 0.75])] + options)
    #expect(isNear(certain["loss"], log(4) / 2, 1e-14))
    let impossible = try Figures(
      "evaluate", [write([0, 1, 0, 1])] + options)
    #expect(impossible["loss"] == .infinity)
    for (number, shown) in [(-0.5, "-0.5"), (1.5, "1.5"), (.infinity, "inf")] {
      let path = try write([0, 1, number, 0.5])
      try expectFailure(
        ["evaluate", path] + options,
        "\(path): row 1: \(shown) is not a probability from 0 to 1")
    }
    let logs = try write([-1, 0, 0.5, -1])
    try expectFailure(
      ["evaluate", logs, labels, "--input", "log-probabilities"],
      "\(logs): row 1: 0.5 is not the logarithm of a probability")
    let nan = try Figures("evaluate", [write([0, 1, .nan, 1])] + options)
    #expect(nan["nonFiniteSamples"] == 1)
    let run = try CommandRun("evaluate", labels, labels, "--input", "odds")
    #expect(run.status == 64)
  }

  /// Not all rows have the sum 1, or not all numbers are from 0 to 1.
  @Test(arguments: [[0.5, 0.5, 0.5, 0.6], [0.5, 0.5, -0.5, 1.5]])
  func logitsGiveNoWarning(_ values: [Double]) throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [2, 2], values)
    let labels = try folder.write("y.npy", "|u1", [2], [1, 0] as [UInt8])
    #expect(try output(["evaluate", logits, labels]) != "")
    #expect(try output(["compare", logits, logits]) != "")
  }

  /// The sigmoid: log(1 + e^z) − y z.
  ///
  /// PyTorch's
  /// `binary_cross_entropy_with_logits` of the same numbers is 0.9169740273419263.
  @Test func binary() throws {
    let folder = try TemporaryFolder()
    let z = Array(values[..<samples])
    let y = (0..<samples).map { $0 % 3 == 0 ? 1 : 0 }
    let losses = zip(z, y).map { log1p(exp($0)) - Double($1) * $0 }
    let right = zip(z, y).count { ($0 > 0) == ($1 == 1) }
    let flat = try folder.write("y.npy", "<i8", [samples], y)
    let column = try folder.write("c.npy", "<i8", [samples, 1], y)
    func expect(
      _ type: String, _ elements: [some BitwiseCopyable], _ kind: String,
      _ tolerance: Double
    ) throws {
      for (shape, labels) in [
        ([samples], flat), ([samples, 1], flat), ([samples, 1], column),
        ([samples], column),
      ] {
        let path = try folder.write("z.npy", type, shape, elements)
        let files = [path, labels, "--input", kind]
        try Figures("evaluate", files).expect([
          "loss": ([Textbook.mean(losses)], tolerance),
          "accuracy": ([Double(right) / Double(samples)], 0),
          "classes": ([2], 0),
        ])
        let lines = TextLines(try output(["evaluate"] + files))
        #expect(lines["binary"] == "a logit per sample, for class 1 of two")
      }
    }
    #expect(isNear(Textbook.mean(losses), 0.9169740273419263, 1e-15))
    try expect("<f8", z, "logits", 1e-14)
    try expect("<f4", z.map(Float.init), "logits", 1e-6)
    try expect("<f2", Eighths.float16(z), "logits", 1e-6)
    let p = z.map { 1 / (1 + exp(-$0)) }
    try expect("<f8", p, "probabilities", 1e-13)
    try expect("<f8", p.map { log($0) }, "log-probabilities", 1e-12)
    let path = try folder.write("p.npy", "<f8", [samples], p)
    let run = try CommandRun("evaluate", path, flat)
    #expect(run.errors == "Warning: \(path): " + warning)
    // Certainty, and what rounding may make of it.
    let certainties: [(kind: String, values: [Double])] = [
      ("probabilities", [1, 1 + 1e-9, 0]),
      ("log-probabilities", [0, 1e-9, -.infinity]),
    ]
    for (kind, values) in certainties {
      let sure = try folder.write("sure.npy", "<f8", [3], values)
      let labels = try folder.write("t.npy", "|u1", [3], [1, 1, 0] as [UInt8])
      let figures = try Figures("evaluate", [sure, labels, "--input", kind])
      #expect(figures["loss"] == 0)
      #expect(figures["nonFiniteSamples"] == 0)
    }
    let two = try folder.write(
      "two.npy", "<f8", [samples, 2], z.flatMap { [0, $0] })
    let one = try folder.write("one.npy", "<f8", [samples, 1], z)
    let figures = try Figures("compare", [one, two, flat])
    #expect(figures["meanDivergence"] == 0)
    #expect(figures["lossDifference"] == 0)
    try expectFailure(
      [
        "evaluate", one,
        folder.write("2.npy", "<i8", [samples], y.map { $0 + 1 }),
      ], containing: "row 0: label 2 is not a class from 0 to 1")
  }
}
