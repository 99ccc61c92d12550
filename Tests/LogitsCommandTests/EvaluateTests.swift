import Foundation
import TestSupport
import Testing

@Suite struct EvaluateTests {
  struct Report: Decodable {
    let samples: Int
    let classes: Int
    let loss: Double
    let perplexity: Double
    let accuracy: Double
    let backend: String
    let instructionSet: String
    let threads: Int
    let seconds: Double
  }

  private func report(_ arguments: [String]) throws -> Report {
    let run = try CommandRun(["evaluate", "--json"] + arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    return try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
  }

  #if OpenBLAS
  static let backends = ["automatic", "swift", "openblas"]
  #else
  static let backends = ["automatic", "swift"]
  #endif

  @Test(arguments: backends, ["1", "3"])
  func digitsAgreeWithPyTorch(_ backend: String, _ threads: String) throws {
    let report = try report([
      Digits.logits, Digits.labels, "--backend", backend, "--threads", threads,
    ])
    let expected = try Digits.expected()
    #expect(report.samples == 1797)
    #expect(report.classes == 10)
    // Float has ε = 1.2e-7; the loss is a mean of differences of numbers to 20.
    #expect(abs(report.loss - expected.loss) < 1e-6)
    #expect(abs(report.perplexity - expected.perplexity) < 2e-6)
    #expect(abs(report.accuracy - expected.accuracy) < 1e-12)
    #expect(report.backend == (backend == "openblas" ? "openBLAS" : "swift"))
    #expect(
      ["portable", "x86-64-v3", "x86-64-v4"].contains(report.instructionSet))
    #expect(report.threads == Int(threads))
    #expect(report.seconds > 0)
  }

  @Test func textNamesTheFigures() throws {
    let run = try CommandRun("evaluate", Digits.logits, Digits.labels)
    #expect(run.status == 0)
    for word in [
      "samples", "1797", "classes", "cross-entropy      0.165693",
      "0.150508 to 0.180878", "perplexity", "bits per token", "96.04 %",
      "top 5", "calibration error", "Brier score", "entropy",
      "1.1802", "accuracy", "96.94 %", "backend", "threads", "samples/s",
      "GB/s",
    ] {
      #expect(run.output.contains(word))
    }
  }

  @Test func typesOfLogitsAndLabels() throws {
    let folder = try TemporaryFolder()
    // The notebook's batch: loss 0.3018, all predicted.
    let values = [0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1]
    let double = try folder.write("d.npy", "<f8", [3, 3], values)
    let float = try folder.write(
      "f.npy", "<f4", [3, 3], values.map(Float.init))
    // A header of odd length puts the elements at an odd address.
    let odd = try folder.write(
      "odd.npy", "<f4", [3, 3], values.map(Float.init), padding: 1)
    let labels = [
      try folder.write("i1.npy", "|i1", [3], [2, 0, 1] as [Int8]),
      try folder.write("i2.npy", "<i2", [3], [2, 0, 1] as [Int16]),
      try folder.write("i4.npy", "<i4", [3], [2, 0, 1] as [Int32]),
      try folder.write("i8.npy", "<i8", [3], [2, 0, 1] as [Int64]),
      try folder.write("u1.npy", "|u1", [3], [2, 0, 1] as [UInt8]),
      try folder.write("u2.npy", "<u2", [3], [2, 0, 1] as [UInt16]),
      try folder.write("u4.npy", "<u4", [3], [2, 0, 1] as [UInt32]),
      try folder.write("u8.npy", "<u8", [3], [2, 0, 1] as [UInt64]),
    ]
    for logits in [double, float, odd] {
      for labels in labels {
        let report = try report([logits, labels])
        #expect(abs(report.loss - 0.301_824_44) < 1e-7)
        #expect(report.accuracy == 1)
      }
    }
  }

  @Test func noSamplesHaveNoMean() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f4", [0, 3], [] as [Float])
    let labels = try folder.write("y.npy", "<i8", [0], [] as [Int64])
    let run = try CommandRun("evaluate", logits, labels, "--json")
    #expect(run.status == 0)
    #expect(run.output.contains("\"loss\" : \"NaN\""))
    #expect(run.output.contains("\"samples\" : 0"))
  }

  @Test func badFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    let floats: [Float] = [1, 2, 3, 4, 5, 6]
    let logits = try folder.write("x.npy", "<f4", [2, 3], floats)
    let labels = try folder.write("y.npy", "<i8", [2], [0, 1])
    let text = folder.path("text.npy")
    try Data("not an array".utf8).write(to: URL(filePath: text))
    let truncated = try folder.write("cut.npy", "<f4", [3, 3], floats)
    let fortran = try folder.write(
      "f.npy", "<f4", [2, 3], floats, fortran: true)
    let flat = try folder.write("flat.npy", "<f4", [6], floats)
    let noClasses = try folder.write("none.npy", "<f4", [2, 0], [] as [Float])
    let integers = try folder.write(
      "int.npy", "<i4", [2, 3], floats.map(Int32.init))
    let many = try folder.write("many.npy", "<i8", [3], [0, 1, 2])
    let square = try folder.write("square.npy", "<i8", [2, 1], [0, 1])
    let outside = try folder.write("out.npy", "<i8", [2], [0, 3])
    let negative = try folder.write("neg.npy", "|i1", [2], [0, -1] as [Int8])

    func expect(
      _ logits: String, _ labels: String, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let run = try CommandRun("evaluate", logits, labels)
      #expect(run.status == 1, sourceLocation: sourceLocation)
      #expect(run.output == "", sourceLocation: sourceLocation)
      #expect(
        run.errors == "Error: \(message)\n", sourceLocation: sourceLocation)
    }
    let missing = folder.path("missing.npy")
    try expect(
      missing, labels,
      "\(missing): cannot be opened: No such file or directory")
    try expect(
      folder.path(""), labels,
      "\(folder.path("")): has no file whose name ends in .safetensors")
    try expect(text, labels, "\(text): is not an NPY file")
    try expect(
      truncated, labels,
      "\(truncated): is truncated: 24 bytes of elements instead of 36")
    try expect(
      fortran, labels, "\(fortran): is in Fortran order; save it in C order")
    try expect(
      flat, labels,
      "\(flat): logits with 1 axes; 2 are needed, samples and classes")
    try expect(noClasses, labels, "\(noClasses): logits with no classes")
    try expect(
      integers, labels,
      "\(integers): logits of type '<i4'; a floating-point type is needed")
    try expect(
      logits, logits, "\(logits): labels with 2 axes; 1 is needed")
    try expect(
      logits, flat, "\(flat): 6 labels for 2 samples in \(logits)")
    try expect(
      logits, many, "\(many): 3 labels for 2 samples in \(logits)")
    try expect(
      logits, square, "\(square): labels with 2 axes; 1 is needed")
    try expect(
      logits, outside,
      "\(outside): row 1: label 3 is not a class from 0 to 2")
    try expect(
      logits, negative,
      "\(negative): row 1: label -1 is not a class from 0 to 2")
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

  #if !OpenBLAS
  @Test func aBuildWithoutOpenBLASSaysSo() throws {
    let run = try CommandRun(
      "evaluate", Digits.logits, Digits.labels, "--backend", "openblas")
    #expect(run.status == 1)
    #expect(run.errors == "Error: this build has no openBLAS backend\n")
  }
  #endif
}
