import Foundation
import TestSupport
import Testing

/// Labels that are probabilities.
@Suite struct SoftLabelsTests {
  private let classes = 4
  private let samples = 24
  private let values = Eighths.values(96)
  private let weights = [0.5, 2, 1, 3]

  /// Multiples of 1/16 with the sum 1; the first row is a 1 among zeros, and in
  /// others two are the largest.
  private var targets: [[Double]] {
    (0..<samples).map { row in
      switch row % 3 {
      case 0: (0..<classes).map { $0 == row / 3 % classes ? 1 : 0 }
      case 1: [0.25, 0.3125, 0.3125, 0.125]
      default: [0.0625, 0.1875, 0.5, 0.25]
      }
    }
  }
  private var labels: [Int] { targets.map(Textbook.argmax) }
  private var rows: [[Double]] { Textbook.rows(values, classes) }

  private func files(
    in folder: borrowing TemporaryFolder, _ type: String = "<f8"
  ) throws -> [String] {
    let targets = targets.flatMap(\.self)
    let shape = [samples, classes]
    return [
      try folder.write("x.npy", "<f8", shape, values),
      type == "<f8"
        ? try folder.write("y.npy", type, shape, targets)
        : try folder.write("y.npy", type, shape, Eighths.float16(targets)),
    ]
  }

  /// −Σ w y log p over the classes, with the mean over samples.
  private func losses(
    temperature: Double = 1, weights: [Double]? = nil, smoothing: Double = 0
  ) -> [Double] {
    zip(rows, targets).map { row, target in
      let logs = Textbook.logSoftmax(row, temperature: temperature)
      return -(0..<classes).reduce(0) { sum, index in
        let share =
          target[index] * (1 - smoothing) + smoothing / Double(classes)
        return sum + (weights?[index] ?? 1) * share * logs[index]
      }
    }
  }

  @Test(arguments: ["<f8", "<f2"])
  func figures(_ type: String) throws {
    let folder = try TemporaryFolder()
    let files = try files(in: folder, type)
    let figures = try Figures("evaluate", files)
    let probabilities = rows.map { Textbook.logSoftmax($0).map { exp($0) } }
    let brier = zip(probabilities, targets).map {
      zip($0, $1).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let right = zip(rows, labels).count { Textbook.argmax($0) == $1 }
    figures.expect([
      "samples": ([Double(samples)], 0),
      "loss": ([Textbook.mean(losses())], 1e-13),
      "lossStandardError": ([Textbook.standardError(losses())], 1e-13),
      "brier": ([Textbook.mean(brier)], 1e-13),
      "accuracy": ([Double(right) / Double(samples)], 1e-15),
    ])
    // All else is what the most probable classes say.
    let hard = try Figures(
      "evaluate",
      [files[0], folder.write("h.npy", "<i8", [samples], labels)])
    let different = [
      "loss", "lossStandardError", "lossInterval", "perplexity", "bitsPerToken",
      "brier",
    ]
    #expect(figures.keys == hard.keys)
    for (key, value) in hard.exact where !different.contains(key) {
      #expect(figures.exact[key] == value, "\(key)")
    }
    #expect(
      TextLines(try output(["evaluate"] + files))["labels"]
        == "probabilities; the largest counts as the class")
  }

  @Test func options() throws {
    let folder = try TemporaryFolder()
    let files = try files(in: folder)
    let ofClasses = try folder.write("w.npy", "<f8", [classes], weights)
    for (options, expected) in [
      (["--temperature", "2.5"], losses(temperature: 2.5)),
      (["--class-weights", ofClasses], losses(weights: weights)),
      (["--label-smoothing", "0.25"], losses(smoothing: 0.25)),
      (
        ["--class-weights", ofClasses, "--label-smoothing", "0.25"],
        losses(weights: weights, smoothing: 0.25)
      ),
    ] {
      let figures = try Figures("evaluate", files + options)
      #expect(isNear(figures["loss"], Textbook.mean(expected), 1e-13))
    }
  }

  /// The loss at the temperature is less than at those beside it.
  @Test func fittedTemperature() throws {
    let folder = try TemporaryFolder()
    let files = try files(in: folder)
    let figures = try Figures("evaluate", files + ["--fit-temperature"])
    let fitted = figures["fittedTemperature"]
    let least = Textbook.mean(losses(temperature: fitted))
    #expect(isNear(figures["fittedLoss"], least, 1e-13))
    for factor in [0.999, 1.001] {
      #expect(Textbook.mean(losses(temperature: fitted * factor)) > least)
    }
    try expectFailure(
      ["evaluate", "--fit-temperature", "--class-weights"]
        + [folder.write("w.npy", "<f8", [classes], weights)] + files,
      "\(files[0]): --fit-temperature takes no --class-weights with "
        + "probabilities as labels")
  }

  /// Classes on another axis than the last, and Floats.
  @Test func planes() throws {
    let folder = try TemporaryFolder()
    func planes(_ rows: [[Double]]) -> [Float] {
      stride(from: 0, to: samples, by: 8).flatMap { start in
        (0..<classes).flatMap { index in
          (start..<start + 8).map { Float(rows[$0][index]) }
        }
      }
    }
    let shape = [3, classes, 8]
    let figures = try Figures(
      "evaluate",
      [
        folder.write("x.npy", "<f4", shape, planes(rows)),
        folder.write("y.npy", "<f4", shape, planes(targets)),
        "--class-axis", "1",
      ])
    let plain = try Figures("evaluate", files(in: folder))
    #expect(isNear(figures["loss"], plain["loss"], 1e-6))
    #expect(isNear(figures["brier"], plain["brier"], 1e-6))
    #expect(figures["accuracy"] == plain["accuracy"])
  }

  @Test func head() throws {
    let folder = try TemporaryFolder()
    let files = try files(in: folder)
    let identity = (0..<classes * classes).map {
      $0 % (classes + 1) == 0 ? 1.0 : 0
    }
    let eye = try folder.write("w.npy", "<f8", [classes, classes], identity)
    let figures = try Figures("head", [files[0], eye, files[1]])
    #expect(try Figures("evaluate", files).exact == figures.exact)
  }

  /// Parts that are classes and parts that are probabilities add up.
  @Test func records() throws {
    let folder = try TemporaryFolder()
    let records = folder.path("s.csv")
    _ = try output(
      ["evaluate", "--per-sample", records] + files(in: folder))
    let lines = String(decoding: try contents(of: records), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(lines.map { Int($0[0]) } == labels)
    #expect(isNear(lines.map { Double($0[3]) ?? .nan }, losses(), 1e-13))
    #expect(lines.allSatisfy { $0[4] == "1.0" })
  }

  /// Each position with the probabilities of the next one: the rows that count, as
  /// files of their own, have the same figures.
  @Test(arguments: [[24, 4], [3, 8, 4], [2, 12, 4]])
  func shift(_ shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let positions = shape[shape.count - 2]
    let kept = (0..<samples).filter { $0 % positions < positions - 1 }
    let records = folder.path("s.csv")
    let shifted = try Figures(
      "evaluate",
      [
        folder.write("x.npy", "<f8", shape, values),
        folder.write("y.npy", "<f8", shape, targets.flatMap(\.self)),
        "--shift", "--label-smoothing", "0.25", "--per-sample", records,
      ])
    let lines = try contents(of: records)
    let plain = try Figures(
      "evaluate",
      [
        folder.write(
          "p.npy", "<f8", [kept.count, classes], kept.flatMap { rows[$0] }),
        folder.write(
          "q.npy", "<f8", [kept.count, classes],
          kept.flatMap { targets[$0 + 1] }),
        "--label-smoothing", "0.25", "--per-sample", records,
      ])
    #expect(shifted.exact == plain.exact)
    #expect(try contents(of: records) == lines)
    let text = TextLines(
      try output(
        ["evaluate", folder.path("x.npy"), folder.path("y.npy"), "--shift"]))
    #expect(text["labels"] == "probabilities; the largest counts as the class")
    #expect(text["shift"] != nil)
  }

  /// Blocks end within sequences; and one has the last position alone.
  @Test func shiftInBlocks() throws {
    let folder = try TemporaryFolder()
    // A block has 1,048 rows.
    let (samples, classes) = (2 * 1_048 + 1, 1000)
    let values = (0..<samples * classes).map { Float($0 * 37 % 1001 % 13) }
    func labels(_ rows: Range<Int>) -> [Float] {
      rows.flatMap { row in
        let first = 0.25 + Float(row % 64) / 128
        return [first, 1 - first]
          + [Float](repeating: 0, count: classes - 2)
      }
    }
    let shifted = try Figures(
      "evaluate",
      [
        folder.write("x.npy", "<f4", [samples, classes], values),
        folder.write("y.npy", "<f4", [samples, classes], labels(0..<samples)),
        "--shift",
      ])
    let plain = try Figures(
      "evaluate",
      [
        folder.write(
          "x.npy", "<f4", [samples - 1, classes],
          Array(values.dropLast(classes))),
        folder.write(
          "y.npy", "<f4", [samples - 1, classes], labels(1..<samples)),
      ])
    #expect(shifted.exact == plain.exact)
  }

  @Test func shiftOfPlanes() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [3, classes, 8], values)
    let soft = [Double](repeating: 0.25, count: 96)
    let labels = try folder.write("y.npy", "<f8", [3, classes, 8], soft)
    try expectFailure(
      ["evaluate", logits, labels, "--shift", "--class-axis", "1"],
      "\(labels): has probabilities as labels, which --shift takes with the "
        + "classes on the last axis alone")
  }

  /// Rows of a 1 among zeros are classes, whatever their type.
  @Test func oneHotRowsAreClasses() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [samples, classes], values)
    let labels = (0..<samples).map { $0 * 3 % classes }
    let rows = labels.flatMap { label in
      (0..<classes).map { Float($0 == label ? 1 : 0) }
    }
    let oneHot = try folder.write("o.npy", "<f4", [samples, classes], rows)
    let plain = try folder.write("y.npy", "<i8", [samples], labels)
    let options = ["--ignore-index", "2", "--shift"]
    #expect(
      try Figures("evaluate", [logits, oneHot] + options).exact
        == Figures("evaluate", [logits, plain] + options).exact)
  }

  @Test func badRows() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write(
      "x.npy", "<f4", [2, 3], [Float](repeating: 0, count: 6))
    for (row, words) in [
      ([0.5, -0.25, 0.75], "probability -0.25 of class 1 is not from 0 to 1"),
      ([0.5, 0.5, .nan], "probability nan of class 2 is not from 0 to 1"),
      ([.infinity, 0, 0], "probability inf of class 0 is not from 0 to 1"),
      ([0.5, 0.25, 0.125], "have the sum 0.875000, not 1 within 0.001"),
      ([0, 0, 0], "have the sum 0.000000, not 1 within 0.001"),
      ([1, 1, 0], "have the sum 2.000000, not 1 within 0.001"),
    ] {
      let path = try folder.write("y.npy", "<f8", [2, 3], [0, 1, 0] + row)
      let noun = words.hasPrefix("have") ? "probabilities " : ""
      try expectFailure(
        ["evaluate", logits, path], "\(path): row 1: label \(noun)\(words)")
    }
    let soft = try folder.write(
      "y.npy", "<f8", [2, 3], [0.5, 0.4996, 0, 0.25, 0.25, 0.5])
    #expect(try Figures("evaluate", [logits, soft])["samples"] == 2)
    try expectFailure(
      ["evaluate", logits, soft, "--ignore-index", "1"],
      "\(soft): has probabilities as labels, and --ignore-index is for classes")
    try expectFailure(
      ["evaluate", logits, soft, "--classes", "2"],
      "\(soft): row 1: label probabilities have the sum 0.500000, not 1 within "
        + "0.001")
  }

  /// A bad row in a late block: it is named, and nothing is written.
  @Test func rowsAreCheckedInBlocks() throws {
    let folder = try TemporaryFolder()
    let (samples, bad) = (1_000_000, 900_000)
    let logits = try folder.writeZeros("x.npy", samples, 2)
    var rows = [Float](repeating: 0.5, count: 2 * samples)
    let path = try folder.write("y.npy", "<f4", [samples, 2], rows)
    #expect(
      isNear(try Figures("evaluate", [logits, path])["loss"], log(2), 1e-6))
    rows[2 * bad] = 0.75
    _ = try folder.write("y.npy", "<f4", [samples, 2], rows)
    let output = folder.path("out.npy")
    try expectFailure(
      ["evaluate", logits, path, "--per-sample", output],
      "\(path): row \(bad): label probabilities have the sum 1.250000, not 1 "
        + "within 0.001")
    #expect(try folder.names.sorted() == ["x.npy", "y.npy"])
  }
}
