import Foundation
import TestSupport
import Testing

/// Valid and invalid files for `compare`.
@Suite struct CompareInputTests {
  private let values = Eighths.values(60)
  private let others = (0..<60).map { Double($0 * 41 % 113 - 50) / 8 }

  @Test func typesMix() throws {
    let folder = try TemporaryFolder()
    let shape = [20, 3]
    let labels = try folder.write("y.npy", "<i8", [20], (0..<20).map { $0 % 3 })
    func files(_ name: String, _ values: [Double]) throws -> [String] {
      let floats = values.map(Float.init)
      return [
        try folder.write("\(name)8.npy", "<f8", shape, values),
        try folder.write("\(name)4.npy", "<f4", shape, floats),
        try folder.write("\(name)2.npy", "<f2", shape, Eighths.float16(values)),
        try folder.write(
          "\(name).safetensors", "BF16",
          [("x", shape, Eighths.bfloat16(values))]),
      ]
    }
    let (bases, others) = (try files("a", values), try files("b", others))
    let double = try Figures("compare", [bases[0], others[0], labels])
    let single = try Figures("compare", [bases[1], others[1], labels])
    for (i, base) in bases.enumerated() {
      for (j, other) in others.enumerated() {
        let figures = try Figures("compare", [base, other, labels])
        // Double if one of them is.
        let expected = i == 0 || j == 0 ? double : single
        #expect(figures.exact == expected.exact)
      }
    }
    for key in double.keys where key != "lossDifferenceInterval" {
      #expect(isNear(single[key], double[key], 1e-5), "\(key)")
    }
    let divergences = zip(
      Textbook.rows(values, 3), Textbook.rows(self.others, 3)
    ).map(Textbook.divergence)
    #expect(isNear(double["meanDivergence"], Textbook.mean(divergences), 1e-13))
  }

  @Test func theSameTwice() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.npy", "<f8", [20, 3], values)
    let labels = try folder.write("y.npy", "<i8", [20], (0..<20).map { $0 % 3 })
    let figures = try Figures("compare", [path, path, labels])
    for key in [
      "meanDivergence", "divergenceStandardError", "medianDivergence",
      "divergence90", "divergence95", "divergence99", "divergence999",
      "maximumDivergence", "meanReverseDivergence", "meanJensenShannon",
      "sameTopStandardError", "lossDifference",
      "lossDifferenceStandardError",
    ] {
      #expect(figures[key] == 0, "\(key)")
    }
    #expect(figures["sameTopRate"] == 1)
    #expect(figures["top5Overlap"] == 1)
    #expect(figures["perplexityRatio"] == 1)
    #expect(figures.interval("lossDifferenceInterval") == [0, 0])
    #expect(figures["otherLoss"] == figures["baseLoss"])
  }

  /// A name for each file, one for both, and none for NPY.
  @Test func tensorsByName() throws {
    let folder = try TemporaryFolder()
    let zeros = [Double](repeating: 0, count: values.count)
    let base = try folder.write(
      "a.safetensors", "F64",
      [("x", [20, 3], values), ("zeros", [20, 3], zeros)])
    let other = try folder.write(
      "b.safetensors", "F64",
      [("zeros", [20, 3], zeros), ("y", [20, 3], values)])
    let npy = try folder.write("c.npy", "<f8", [20, 3], values)
    for arguments in [
      [base, other, "--tensor", "x", "--other-tensor", "y"],
      [base, other, "--tensor", "zeros"], [base, npy, "--tensor", "x"],
      [npy, other, "--other-tensor", "y"],
    ] {
      let figures = try Figures("compare", arguments)
      #expect(figures["maximumDivergence"] == 0)
    }
    for (arguments, message) in [
      (
        [base, other, "--tensor", "x"],
        "\(other): has no tensor 'x'; it has 'zeros', 'y'; --other-tensor names "
          + "that of OTHER"
      ),
      (
        [base, other, "--tensor", "x", "--other-tensor", "z"],
        "\(other): has no tensor 'z'; it has 'zeros', 'y'"
      ),
      (
        [base, npy, "--tensor", "x", "--other-tensor", "y"],
        "\(npy): is an NPY file, which has no tensor 'y'"
      ),
      (
        [base, other, "--other-tensor", "y"],
        "\(base): has 2 tensors; choose one of: 'x', 'zeros'"
      ),
      (
        [npy, other], "\(other): has 2 tensors; choose one of: 'zeros', 'y'"
      ),
    ] {
      try expectFailure(["compare"] + arguments, message)
    }
    // A file without tensors, and one whose only tensor has another name.
    let none = try folder.write("none.safetensors", bytes: safetensors("{}"))
    let one = try folder.write(
      "one.safetensors", "F64", [("logits", [20, 3], values)])
    try expectFailure(
      ["compare", base, none, "--tensor", "x"], "\(none): has no tensors")
    try expectFailure(
      ["compare", base, one, "--tensor", "x"],
      "\(one): has no tensor 'x'; it has 'logits'; --other-tensor names that of "
        + "OTHER")
    let text = try folder.write(
      "c.csv", bytes: Array(lines(values, of: 3).utf8))
    let figures = try Figures("compare", [base, text, "--tensor", "x"])
    #expect(figures["maximumDivergence"] == 0)
  }

  private func lines(_ values: [Double], of columns: Int) -> String {
    Textbook.rows(values, columns).map { row in
      row.map { "\($0)" }.joined(separator: ",") + "\n"
    }.joined()
  }

  /// Two files of many blocks, one of them also split into shards.
  @Test func splitsDoNotMatter() throws {
    let folder = try TemporaryFolder()
    let shards = try TemporaryFolder()
    let (samples, classes) = (2500, 1000)
    // The same seven rows, repeated, against zeros.
    let first = (0..<7 * classes).map { Float($0 * 31 % 7919) / 1000 }
    var rows: [Float] = []
    while rows.count < samples * classes { rows += first }
    rows.removeLast(rows.count - samples * classes)
    let base = try folder.writeZeros("a.npy", samples, classes)
    let other = try folder.write("b.npy", "<f4", [samples, classes], rows)
    let cuts = [0, 1, 1047, 1500, samples]
    for (index, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() {
      let shard = Array(rows[start * classes..<end * classes])
      _ = try shards.write(
        "\(index).safetensors", "F32", [("x", [end - start, classes], shard)])
    }
    let whole = try Figures("compare", [base, other])
    let split = try Figures("compare", [base, shards.path("")])
    #expect(split.exact == whole.exact)
    #expect(whole["samples"] == Double(samples))
    let zeros = [Double](repeating: 0, count: classes)
    let divergences = Textbook.rows(first.map(Double.init), classes).map {
      Textbook.divergence(zeros, $0)
    }
    let all = (0..<samples).map { divergences[$0 % 7] }
    #expect(isNear(whole["meanDivergence"], Textbook.mean(all), 1e-5))
    let swapped = try Figures("compare", [shards.path(""), base])
    #expect(swapped.exact == (try Figures("compare", [other, base])).exact)
  }

  @Test func undefinedFigures() throws {
    let folder = try TemporaryFolder()
    let none = try folder.write("none.npy", "<f8", [0, 3], [] as [Double])
    let empty = try Figures("compare", [none, none])
    #expect(empty["samples"] == 0)
    #expect(empty["meanDivergence"].isNaN)
    #expect(empty["medianDivergence"].isNaN)
    let one = try folder.write("one.npy", "<f8", [1, 3], [1.0, 2, 3])
    let single = try Figures("compare", [one, one])
    #expect(single["meanDivergence"] == 0)
    #expect(single["divergence999"] == 0)
    #expect(single["divergenceStandardError"].isNaN)
    // The other model excludes a class that the base does not.
    let hard = try folder.write(
      "hard.npy", "<f8", [1, 3], [1.0, 2, -.infinity])
    let infinite = try Figures("compare", [one, hard])
    #expect(infinite["meanDivergence"] == .infinity)
    #expect(infinite["maximumDivergence"] == .infinity)
    let text = try CommandRun("compare", one, hard)
    #expect(TextLines(text.output)["maximum"] == "inf")
  }

  @Test func mismatches() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("a.npy", "<f8", [20, 3], values)
    func refuse(
      _ path: String, _ message: String, among arguments: [String]
    ) throws {
      try expectFailure(["compare"] + arguments, "\(path): \(message)")
    }
    func refuse(other path: String, _ message: String) throws {
      try refuse(path, message, among: [base, path])
    }
    try refuse(
      other: folder.write("b.npy", "<f4", [3, 20], values.map(Float.init)),
      "logits have shape [3, 20], not [20, 3] as in \(base)")
    try refuse(
      other: folder.write("c.npy", "<f8", [19, 3], values),
      "logits have shape [19, 3], not [20, 3] as in \(base)")
    try refuse(
      other: folder.write("d.npy", "<i8", [20, 3], values.map(Int.init)),
      "logits have type '<i8'; expected a floating-point type")
    let flat = try folder.write("e.npy", "<f8", [60], values)
    try refuse(
      base, "logits have shape [20, 3], not [60] as in \(flat)",
      among: [flat, base])
    try refuse(
      other: folder.write("f.npy", "<f8", [20, 2], Array(values[..<40])),
      "logits have 2 classes, not 3 as in \(base); --classes 2 compares the "
        + "first 2")
    // One number of classes for all.
    let two = folder.path("f.npy")
    let four = try folder.write(
      "h.npy", "<f8", [20, 4], values + Array(values[..<20]))
    try refuse(
      four,
      "logits have 4 classes, not 3 as in \(base); --classes 2 compares the "
        + "first 2", among: [base, four, two])
    #expect(
      try Figures("compare", [base, four, two, "--classes", "2"])
        .objects("others").count == 2)
    for (samples, message) in [
      (
        19,
        "labels have shape [19], and logits [20, 3] in \(base), which need "
          + "labels of shape [20]"
      ),
      (20, "row 0: label 3 is not a class from 0 to 2"),
    ] {
      let labels = try folder.write(
        "y.npy", "|u1", [samples], [UInt8](repeating: 3, count: samples))
      try refuse(labels, message, among: [base, base, labels])
    }
    let run = try CommandRun("compare", base)
    #expect(run.status == 64)
    #expect(run.errors.contains("Usage: logits compare"))
  }
}
