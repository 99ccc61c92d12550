import Foundation
import TestSupport
import Testing

/// The same logits as each program saves them: Tests/Fixtures/Cases/make.py.
@Suite struct FileFormatTests {
  private struct Expected: Decodable {
    let loss: Double
    let bfloat16: Double
    let truncated: Double
    let logarithms: Double
    let otherLogarithms: Double
    let divergence: Double
    let reverseDivergence: Double
    let jensenShannon: Double
  }

  private static func path(_ name: String) -> String {
    Fixtures.path("Cases/\(name)")
  }

  private func expected() throws -> Expected {
    try Fixtures.read("Cases/expected.json", Expected.self)
  }

  @Test(arguments: [
    "x.npy", "big_endian.npy", "fortran.npy", "fortran_big_endian.npy",
    "both.npz", "fortran.npz", "compressed.npz", "compressed_big_endian.npz",
    "x.pt", "both.pt", "list.pt", "transposed.pt", "nested.pt", "parameter.pt",
    "x.txt", "x.csv", "numbered_tensors",
  ])
  func logits(_ name: String) throws {
    let figures = try Figures(
      "evaluate", [Self.path(name), Self.path("y.npy")])
    #expect(isNear(figures["loss"], try expected().loss, 1e-6))
    #expect(figures["accuracy"] == 2.0 / 12)
  }

  @Test(arguments: [
    "y.npy", "y_one_hot.npy", "y_column.npy", "y_row.npy", "y.txt",
    "both.npz", "both.pt", "compressed.npz", "compressed_big_endian.npz",
  ])
  func labels(_ name: String) throws {
    let figures = try Figures(
      "evaluate", [Self.path("x.npy"), Self.path(name)])
    #expect(isNear(figures["loss"], try expected().loss, 1e-6))
    #expect(figures["accuracy"] == 2.0 / 12)
  }

  @Test(arguments: [
    "both.npz", "fortran.npz", "compressed.npz", "compressed_big_endian.npz",
    "both.pt",
  ])
  func bothInOneFile(_ name: String) throws {
    let path = Self.path(name)
    let alone = try Figures("evaluate", [path])
    #expect(isNear(alone["loss"], try expected().loss, 1e-6))
    #expect(
      alone.exact
        == (try Figures("evaluate", [path, Self.path("y.npy")])).exact)
    // From a pipe, which is read once.
    let run = try CommandRun(
      ["evaluate", "-", "--json"],
      launcher: ["/bin/sh", "-c", "cat '\(path)' | \"$@\"", "sh"])
    #expect(run.status == 0)
    #expect(run.output.contains("\"loss\" : \(alone["loss"])"))
  }

  @Test(arguments: ["x.npy", "x.txt"])
  func standardInput(_ name: String) throws {
    let run = try CommandRun(
      ["evaluate", "-", Self.path("y.npy")],
      launcher: [
        "/bin/sh", "-c", "cat '\(Self.path(name))' | \"$@\"", "sh",
      ])
    #expect(run.status == 0)
    #expect(run.output.contains("2.497686 nats"))
    let empty = try CommandRun(
      ["evaluate", "-", Self.path("y.npy")],
      launcher: ["/bin/sh", "-c", "\"$@\" </dev/null", "sh"])
    #expect(empty.status == 1)
    #expect(empty.errors == "Error: standard input: has no numbers\n")
  }

  @Test func halves() throws {
    let rounded = try Figures(
      "evaluate", [Self.path("bfloat16.pt"), Self.path("y.npy")])
    #expect(isNear(rounded["loss"], try expected().bfloat16, 1e-6))
    let truncated = try CommandRun(
      "evaluate", Self.path("bfloat16.npy"), Self.path("y.npy"))
    #expect(truncated.status == 0)
    let loss = String(format: "%.6f nats", try expected().truncated)
    #expect(truncated.output.contains(loss))
    #expect(
      truncated.errors
        == "Note: \(Self.path("bfloat16.npy")): '|V2' is read as "
        + "bfloat16, which NumPy has no name for\n")
  }

  @Test func logarithms() throws {
    let figures = try Figures("evaluate", [Self.path("logits.kld")])
    #expect(figures["samples"] == 9)
    #expect(isNear(figures["loss"], try expected().logarithms, 1e-6))
    let same = try Figures(
      "compare", [Self.path("logits.kld"), Self.path("logits.kld")])
    #expect(same["maximumDivergence"] == 0)
  }

  /// As BASE and as OTHER, with the labels that are beside them; and several.
  @Test func comparedLogarithms() throws {
    let expected = try expected()
    let (base, other) = (Self.path("logits.kld"), Self.path("other.kld"))
    let losses = [
      "baseLoss": ([expected.logarithms], tolerance: 1e-6),
      "otherLoss": ([expected.otherLogarithms], tolerance: 1e-6),
      "lossDifference": (
        [expected.otherLogarithms - expected.logarithms], tolerance: 1e-6
      ),
    ]
    let labelled = try Figures(
      "compare", [base, other, base, "--labels-tensor", "labels"])
    labelled.expect(losses)
    let others = try Figures("compare", [base, other, base]).objects("others")
    for figures in [
      try Figures("compare", [base, other]), labelled, others[0],
    ] {
      #expect(figures["samples"] == 9)
      figures.expect([
        "meanDivergence": ([expected.divergence], 1e-8),
        "meanReverseDivergence": ([expected.reverseDivergence], 1e-8),
        "meanJensenShannon": ([expected.jensenShannon], 1e-8),
      ])
    }
    #expect(others[1]["meanDivergence"] == 0)
    let swapped = try Figures("compare", [other, base])
    swapped.expect([
      "meanDivergence": ([expected.reverseDivergence], 1e-8),
      "meanReverseDivergence": ([expected.divergence], 1e-8),
    ])
    // A vocabulary with padding.
    let folder = try TemporaryFolder()
    let text = try folder.write(
      "six.csv", bytes: Array(String(repeating: "0,0,0,0,0,0\n", count: 9).utf8)
    )
    try expectFailure(
      ["compare", base, text],
      "\(text): logits have 6 classes, not 5 as in \(base); --classes 5 compares "
        + "the first 5")
  }

  @Test func refusals() throws {
    let labels = Self.path("y.npy")
    for (name, words) in [
      (
        "module.pt", "calls 'torch.nn.modules.linear.Linear', which is not done"
      ),
      ("expanded.pt", "repeats elements; save x.contiguous()"),
      ("old.pt", "is in PyTorch's old format; convert it with python3 -c"),
      (
        "compressed_fortran.npz",
        "member 'logits.npy' is compressed, and in Fortran order; save it with "
          + "np.savez"
      ),
    ] {
      try expectFailure(
        ["evaluate", Self.path(name), labels], containing: words)
    }
    try expectFailure(
      ["evaluate", Self.path("x.npy")],
      "\(Self.path("x.npy")): has no labels beside the logits; name a file of "
        + "labels, too")
    try expectFailure(
      ["evaluate", Self.path("x.pt"), labels, "--tensor", "a"],
      "\(Self.path("x.pt")): is a tensor, which has no tensor 'a'")
  }

  /// A bad label in a late block: its row is named, and nothing is written.
  @Test func labelsAreCheckedInBlocks() throws {
    let folder = try TemporaryFolder()
    let (samples, bad) = (3_000_000, 2_900_000)
    let logits = try folder.writeZeros("x.npy", samples, 2)
    var labels = [UInt8](repeating: 1, count: samples)
    labels[bad] = 2
    let path = try folder.write("y.npy", "|u1", [samples], labels)
    let output = folder.path("out.npy")
    try expectFailure(
      ["evaluate", logits, path, "--per-sample", output],
      "\(path): row \(bad): label 2 is not a class from 0 to 1")
    #expect(try folder.names.sorted() == ["x.npy", "y.npy"])
  }

  @Test func labelsThatAreNoneOfTheTypes() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write(
      "x.npy", "<f4", [2, 3], [Float](repeating: 0, count: 6))
    func refuse(_ path: String, _ words: String) throws {
      try expectFailure(["evaluate", logits, path], "\(path): \(words)")
    }
    try refuse(
      folder.write("a.npy", "<f8", [2], [0, 0.25]),
      "row 1: label 0.25 is not a whole number")
    try refuse(
      folder.write("b.npy", "<f4", [2], [Float.nan, 0]),
      "row 0: label nan is not a whole number")
    for row in [[0, 0, 0], [1, 1, 0], [2, 0, 0], [0, -1, 0]] as [[Int8]] {
      try refuse(
        folder.write("d.npy", "|i1", [2, 3], [0, 0, 1] + row),
        "row 1: label is not a single 1 among zeros")
    }
    let bools = try folder.write("e.npy", "|b1", [2], [0, 1] as [UInt8])
    #expect(
      isNear(try Figures("evaluate", [logits, bools])["loss"], log(3), 1e-6))
  }
}
