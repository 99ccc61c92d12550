import Foundation
import TestSupport
import Testing

@Suite struct EvaluateTests {
  #if OpenBLAS
  static let backends = ["automatic", "swift", "openblas"]
  #else
  static let backends = ["automatic", "swift"]
  #endif

  @Test(arguments: backends, ["1", "3"])
  func digitsAgreeWithPyTorch(_ backend: String, _ threads: String) throws {
    let figures = try Figures(
      "evaluate",
      [
        Digits.logits, Digits.labels, "--backend", backend, "--threads",
        threads,
      ])
    let expected = try Digits.expected()
    #expect(figures["samples"] == 1797)
    #expect(figures["classes"] == 10)
    // Float has ε = 1.2e-7; the loss is a mean of differences of numbers to 20.
    #expect(abs(figures["loss"] - expected.loss) < 1e-6)
    #expect(abs(figures["perplexity"] - expected.perplexity) < 2e-6)
    #expect(abs(figures["accuracy"] - expected.accuracy) < 1e-12)
    #expect(
      figures.text("backend") == (backend == "openblas" ? "openBLAS" : "swift"))
    #expect(
      ["portable", "x86-64-v3", "x86-64-v4", "x86-64-v4-bf16"].contains(
        figures.text("instructionSet")))
    #expect(figures["threads"] == Double(threads))
    #expect(figures["seconds"] > 0)
  }

  @Test func textNamesTheFigures() throws {
    let text = try output(["evaluate", Digits.logits, Digits.labels])
    for word in [
      "samples", "1797", "classes", "cross-entropy      0.165693",
      "0.150508 to 0.180878", "perplexity", "bits per token", "96.04 %",
      "top 5", "calibration error", "Brier score", "entropy",
      "1.1802", "accuracy", "96.94 %", "backend", "threads", "throughput",
      "samples/s", "GB/s",
    ] {
      #expect(text.contains(word))
    }
  }

  @Test func typesOfLogitsAndLabels() throws {
    let folder = try TemporaryFolder()
    // A batch with a loss of 0.3018 and no wrong prediction.
    let values = [0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1]
    let double = try folder.write("d.npy", "<f8", [3, 3], values)
    let float = try folder.write(
      "f.npy", "<f4", [3, 3], values.map(Float.init))
    // A header of odd length, so that the elements are not aligned.
    let odd = try folder.write(
      "odd.npy", "<f4", [3, 3], values.map(Float.init), padding: 1)
    func labels<Label: FixedWidthInteger & BitwiseCopyable>(
      _ type: String, _: Label.Type
    ) throws -> String {
      try folder.write(
        "\(type.dropFirst()).npy", type, [3], [2, 0, 1] as [Label])
    }
    let labels = [
      try labels("|i1", Int8.self), try labels("<i2", Int16.self),
      try labels("<i4", Int32.self), try labels("<i8", Int64.self),
      try labels("|u1", UInt8.self), try labels("<u2", UInt16.self),
      try labels("<u4", UInt32.self), try labels("<u8", UInt64.self),
    ]
    for logits in [double, float, odd] {
      for labels in labels {
        let figures = try Figures("evaluate", [logits, labels])
        #expect(abs(figures["loss"] - 0.301_824_44) < 1e-7)
        #expect(figures["accuracy"] == 1)
      }
    }
  }

  @Test func noSamples() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f4", [0, 3], [] as [Float])
    let labels = try folder.write("y.npy", "<i8", [0], [] as [Int64])
    let json = try output(["evaluate", logits, labels, "--json"])
    #expect(json.contains("\"loss\" : \"NaN\""))
    #expect(json.contains("\"samples\" : 0"))
  }

  @Test func invalidFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    let floats: [Float] = [1, 2, 3, 4, 5, 6]
    let logits = try folder.write("x.npy", "<f4", [2, 3], floats)
    let labels = try folder.write("y.npy", "<i8", [2], [0, 1])
    func refuse(logits path: String, _ message: String) throws {
      try expectFailure(["evaluate", path, labels], "\(path): \(message)")
    }
    try refuse(
      logits: folder.path("missing.npy"),
      "cannot be opened: No such file or directory")
    let empty = try TemporaryFolder()
    try refuse(logits: empty.path(""), "has no .safetensors or .npy files")
    try refuse(
      logits: folder.write("text.npy", bytes: Array("not an array".utf8)),
      "is not an NPY file")
    try refuse(
      logits: folder.write("cut.npy", "<f4", [3, 3], floats),
      "is truncated: 24 bytes of elements instead of 36")
    try refuse(
      logits: folder.write("none.npy", "<f4", [2, 0], [] as [Float]),
      "logits have no classes")
    try refuse(
      logits: folder.write("int.npy", "<i4", [2, 3], floats.map(Int32.init)),
      "logits have type '<i4'; expected a floating-point type")

    func refuse(labels path: String, _ message: String) throws {
      try expectFailure(["evaluate", logits, path], "\(path): \(message)")
    }
    try refuse(
      labels: logits,
      "row 0: label probability 2.0 of class 1 is not from 0 to 1")
    let needed = "and logits [2, 3] in \(logits), which need labels of shape"
    try refuse(
      labels: folder.write("many.npy", "<i8", [3], [0, 1, 2]),
      "labels have shape [3], \(needed) [2]; they fit with --class-axis 0")
    try refuse(
      labels: folder.write("square.npy", "<i8", [2, 2], [0, 1, 0, 1]),
      "labels have shape [2, 2], \(needed) [2]")
    try refuse(
      labels: folder.write("fl.npy", "<f4", [2], [1, 1.5] as [Float]),
      "row 1: label 1.5 is not a whole number")
    try refuse(
      labels: folder.write("out.npy", "<i8", [2], [0, 3]),
      "row 1: label 3 is not a class from 0 to 2")
    try refuse(
      labels: folder.write("neg.npy", "|i1", [2], [0, -1] as [Int8]),
      "row 1: label -1 is not a class from 0 to 2; --ignore-index -1 leaves "
        + "such samples out")
  }

  @Test func usageErrors() throws {
    for arguments in [
      ["evaluate"], ["evaluate", "a", "b", "--threads", "0"],
      ["evaluate", "a", "b", "--backend", "fortran"], ["nonsense"],
    ] {
      let run = try CommandRun(arguments)
      #expect(run.status == 64)
      #expect(run.errors.contains("Usage: logits"))
    }
    let help = try CommandRun("--help")
    #expect(help.status == 0)
    #expect(help.output.contains("evaluate"))
  }
}
