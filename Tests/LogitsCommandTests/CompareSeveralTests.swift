import Foundation
import TestSupport
import Testing

/// `compare` with several models, and which of its files are labels.
@Suite struct CompareSeveralTests {
  private let samples = 40
  private let classes = 8

  /// A base, and models that are further and further from it.
  private func models(in folder: borrowing TemporaryFolder) throws -> [String] {
    var generator = SeededGenerator(seed: 1)
    let base = (0..<samples * classes).map { _ in
      Double.random(in: -4...4, using: &generator)
    }
    return try [0, 0.01, 0.3, 2].enumerated().map { i, distance in
      try folder.write(
        "model\(i).npy", "<f8", [samples, classes],
        base.map {
          $0 + distance * Double.random(in: -1...1, using: &generator)
        }
      )
    }
  }

  private func labels(in folder: borrowing TemporaryFolder) throws -> String {
    try folder.write(
      "y.npy", "<i8", [samples], (0..<samples).map { $0 % 5 == 4 ? -1 : $0 % 3 }
    )
  }

  /// Each as if it were the only one.
  @Test(arguments: [false, true])
  func figures(_ hasLabels: Bool) throws {
    let folder = try TemporaryFolder()
    let models = try models(in: folder)
    let more =
      hasLabels ? [try labels(in: folder), "--ignore-index", "-1"] : []
    let all = try Figures("compare", models + more)
    #expect(all.text("base") == models[0])
    #expect(all.keys == ["base", "classes", "others"])
    let others = all.objects("others")
    #expect(others.map { $0.text("other") } == Array(models.dropFirst()))
    for (model, figures) in zip(models.dropFirst(), others) {
      let alone = try Figures("compare", [models[0], model] + more).exact
        .filter { $0.key != "classes" }
      #expect(figures.exact.filter { $0.key != "other" } == alone)
    }
    let means = others.map { $0["meanDivergence"] }
    #expect(means[0] < means[1] && means[1] < means[2])
  }

  /// A line for each, under headings on the right.
  @Test func text() throws {
    let folder = try TemporaryFolder()
    let models = try models(in: folder)
    let others = try Figures("compare", models).objects("others")
    let labels = try labels(in: folder)
    for more in [[], [labels, "--ignore-index", "-1"]] {
      let text = try output(["compare"] + models + more)
      let paragraphs = text.split(separator: "\n\n")
      try #require(paragraphs.count == 3)
      let rows = paragraphs[1].split(separator: "\n").map { line in
        line.split(separator: "  ").map {
          $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
      }
      let headings =
        [
          "other", "mean KL", "std. error", "99 %", "maximum", "reverse KL",
          "Jensen-Shannon", "same top", "top 5",
        ] + (more.isEmpty ? [] : ["loss", "difference", "accuracy"])
      #expect(rows[0] == headings)
      #expect(rows.dropFirst().map { $0[0] } == Array(models.dropFirst()))
      #expect(rows.allSatisfy { $0.count == headings.count })
      #expect(Set(paragraphs[1].split(separator: "\n").map(\.count)).count == 1)
      let head = TextLines(String(paragraphs[0]))
      #expect(head["classes"] == "\(classes)")
      #expect(head["samples"] == (more.isEmpty ? "40" : "32"))
      #expect((head["accuracy, base"] == nil) == more.isEmpty)
      guard more.isEmpty else { continue }
      for (row, figures) in zip(rows.dropFirst(), others) {
        for (column, key) in [
          (1, "meanDivergence"), (2, "divergenceStandardError"),
          (3, "divergence99"), (4, "maximumDivergence"),
          (5, "meanReverseDivergence"), (6, "meanJensenShannon"),
        ] {
          #expect(row[column] == String(format: "%.4g", figures[key]))
        }
        #expect(
          row[8] == String(format: "%.2f %%", 100 * figures["top5Overlap"]))
      }
    }
  }

  @Test func rowsThatAreNotFinite() throws {
    let folder = try TemporaryFolder()
    let rows = [1, 2.0, 3, 4]
    let base = try folder.write("a.npy", "<f8", [2, 2], rows)
    let other = try folder.write("b.npy", "<f8", [2, 2], [1, 2, .nan, 4.0])
    let text = try output(["compare", base, base, other])
    #expect(text.contains("not finite\n"))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix(base) && $0.hasSuffix(" 0") })
    #expect(lines.contains { $0.hasPrefix(other) && $0.hasSuffix(" 1") })
    #expect(lines.contains { $0.hasPrefix(other) && $0.contains("NaN") })
  }

  /// What looks like probabilities is said once of each file.
  @Test func warnsOnce() throws {
    let folder = try TemporaryFolder()
    let rows = [0.25, 0.75, 0.5, 0.5]
    let base = try folder.write("a.npy", "<f8", [2, 2], rows)
    let other = try folder.write("b.npy", "<f8", [2, 2], rows.map { 8 * $0 })
    let run = try CommandRun("compare", base, other, other)
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.hasPrefix("Warning: \(base): "))
  }

  /// The last of three files has labels if its numbers are whole, its axes fewer,
  /// or its rows a 1 among zeros.
  @Test func whichFileHasLabels() throws {
    let folder = try TemporaryFolder()
    let models = Array(try models(in: folder).prefix(2))
    let numbers = (0..<samples).map { $0 % classes }
    let expected = try Figures(
      "compare", models + [folder.write("y.npy", "<i8", [samples], numbers)])
    #expect(expected["baseLoss"] > 0)
    let oneHot = numbers.flatMap { label in
      (0..<classes).map { UInt8($0 == label ? 1 : 0) }
    }
    let text = numbers.map { "\($0)\n" }.joined()
    for (labels, more) in [
      (try folder.write("y.txt", bytes: Array(text.utf8)), []),
      (
        try folder.write(
          "f.npy", "<f4", [samples, 1], numbers.map { Float($0) }), []
      ),
      (try folder.write("o.npy", "|u1", [samples, classes], oneHot), []),
      (
        try folder.write(
          "p.npy", "<f4", [samples, classes], oneHot.map { Float($0) }), []
      ),
      (
        try folder.write(
          "y.safetensors", "I64",
          [("y", [samples], numbers), ("z", [samples], numbers)]),
        ["--labels-tensor", "y"]
      ),
      (
        try folder.write("z.safetensors", "I64", [("y", [samples], numbers)]),
        []
      ),
    ] {
      let figures = try Figures("compare", models + [labels] + more)
      #expect(figures.exact == expected.exact, "\(labels)")
    }
    let two = try Figures("compare", models + [models[0]])
    #expect(two.objects("others").map { $0["maximumDivergence"] }[1] == 0)
    try expectFailure(
      ["compare"] + models + [models[0], "--labels-tensor", "y"],
      "\(models[0]): is an NPY file, which has no tensor 'y'")
  }
}
