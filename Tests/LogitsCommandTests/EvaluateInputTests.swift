import Foundation
import TestSupport
import Testing

/// The same logits in every supported format.
@Suite struct EvaluateInputTests {
  private let samples = 30
  private let classes = 11

  private var values: [Double] { Eighths.values(samples * classes) }

  private var targets: [Int] { (0..<samples).map { $0 * 5 % classes } }

  @Test func typesGiveTheSameFigures() throws {
    let folder = try TemporaryFolder()
    let (shape, values) = ([samples, classes], values)
    let floats = values.map(Float.init)
    let float16 = Eighths.float16(values)
    let bfloat16 = Eighths.bfloat16(values)
    #expect(bfloat16.map { Float(bitPattern: UInt32($0) << 16) } == floats)
    let singles = [
      try folder.write("f2.npy", "<f2", shape, float16),
      try folder.write("f4.npy", "<f4", shape, floats),
      try folder.write("f2.safetensors", "F16", [("x", shape, float16)]),
      try folder.write("b2.safetensors", "BF16", [("x", shape, bfloat16)]),
      try folder.write("f4.safetensors", "F32", [("x", shape, floats)]),
    ]
    let doubles = [
      try folder.write("f8.npy", "<f8", shape, values),
      try folder.write("f8.safetensors", "F64", [("x", shape, values)]),
    ]
    let labels = try folder.write("y.npy", "<i8", [samples], targets)
    for backend in EvaluateTests.backends {
      // All types but float64 are converted to the same Floats.
      let exact = try [singles, doubles].map { files in
        let figures = try files.map {
          try Figures("evaluate", [$0, labels, "--backend", backend])
        }
        for other in figures { #expect(other.exact == figures[0].exact) }
        return figures[0]
      }
      #expect(exact[0].keys == exact[1].keys)
      for key in exact[0].keys {
        let (single, double) = (exact[0], exact[1])
        #expect(
          isNear(single[key], double[key], 1e-5)
            || isNear(single.interval(key), double.interval(key), 1e-5),
          "\(key)")
      }
      let losses = zip(Textbook.rows(values, classes), targets).map {
        -Textbook.logSoftmax($0)[$1]
      }
      #expect(isNear(exact[1]["loss"], Textbook.mean(losses), 1e-13))
    }
  }

  @Test func tensorsAreNamed() throws {
    let folder = try TemporaryFolder()
    let (shape, values) = ([samples, classes], values)
    let plain = [
      try folder.write("x.npy", "<f8", shape, values),
      try folder.write("y.npy", "<i8", [samples], targets),
    ]
    let expected = try Figures("evaluate", plain).exact
    let logits = try folder.write(
      "x.safetensors", "F64",
      [("other", shape, values.map { -$0 }), ("logits", shape, values)])
    let labels = try folder.write(
      "y.safetensors", "I64",
      [
        ("labels", [samples], targets),
        ("zeros", [samples], targets.map { _ in 0 }),
      ])
    let names = ["--tensor", "logits", "--labels-tensor", "labels"]
    for files in [[logits, labels], [logits, plain[1]], [plain[0], labels]] {
      let options = zip(names, names.dropFirst()).enumerated().filter {
        $0.offset % 2 == 0 && files[$0.offset / 2].hasSuffix("safetensors")
      }.flatMap { [$0.element.0, $0.element.1] }
      #expect(try Figures("evaluate", files + options).exact == expected)
    }
    let unlike = try Figures(
      "evaluate", [logits, labels, "--tensor", "other"] + names.suffix(2))
    #expect(unlike.exact != expected)
    func refuse(
      _ path: String, _ message: String, among arguments: [String]
    ) throws {
      try expectFailure(["evaluate"] + arguments, "\(path): \(message)")
    }
    try refuse(
      logits, "has 2 tensors; choose one of: 'other', 'logits'",
      among: [logits, plain[1]])
    try refuse(
      labels, "has 2 tensors; choose one of: 'labels', 'zeros'",
      among: [plain[0], labels])
    try refuse(
      logits, "has no tensor 'x'; it has 'other', 'logits'",
      among: [logits, plain[1], "--tensor", "x"])
    for (option, path) in [
      ("--tensor", plain[0]), ("--labels-tensor", plain[1]),
    ] {
      try refuse(
        path, "is an NPY file, which has no tensor 'x'",
        among: plain + [option, "x"])
    }
  }

  /// Files in the order of the arguments, or of the names in a folder.
  @Test func filesAreConcatenated() throws {
    let folder = try TemporaryFolder()
    let shards = try TemporaryFolder()
    let (values, classes) = (values, classes)
    let labels = try folder.write("y.npy", "<i8", [samples], targets)
    let whole = try folder.write("x.npy", "<f8", [samples, classes], values)
    let expected = try Figures("evaluate", [whole, labels]).exact
    let cuts = [0, 7, 7, 8, samples]
    var files: [String] = []
    for (index, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() {
      let rows = Array(values[start * classes..<end * classes])
      let shape = [end - start, classes]
      files.append(try folder.write("\(index).npy", "<f8", shape, rows))
      _ = try shards.write("\(index).safetensors", "F64", [("x", shape, rows)])
    }
    let shardFiles = try shards.names.sorted().map { shards.path($0) }
    for files in [files, shardFiles, [shards.path("")]] {
      #expect(try Figures("evaluate", files + [labels]).exact == expected)
    }
    let reversed = Array(files.reversed())
    #expect(try Figures("evaluate", reversed + [labels]).exact != expected)
  }

  @Test func filesThatDoNotMatch() throws {
    let folder = try TemporaryFolder()
    let labels = try folder.write("y.npy", "|u1", [4], [0, 1, 0, 1] as [UInt8])
    let floats: [Float] = [1, 2, 3, 4, 5, 6]
    let first = try folder.write("a.npy", "<f4", [2, 3], floats)
    let wide = try folder.write("b.npy", "<f4", [1, 6], floats)
    let double = try folder.write(
      "c.npy", "<f8", [2, 3], floats.map(Double.init))
    let number = try folder.write("d.npy", "<f4", [], floats)
    let named = try folder.write(
      "e.safetensors", "F16", [("x", [2, 3], floats.map { _ in UInt16(0) })])
    for (other, message) in [
      (wide, "has shape [1, 6], which does not match [2, 3] in \(first)"),
      (double, "has elements of type '<f8', not '<f4' as in \(first)"),
      (number, "is a scalar, which has no rows"),
      (named, "has elements of type 'F16', not '<f4' as in \(first)"),
      (labels, "has shape [4], which does not match [2, 3] in \(first)"),
    ] {
      try expectFailure(
        ["evaluate", first, other, labels], "\(other): \(message)")
    }
    try expectFailure(
      ["evaluate", first, first, first, labels],
      "\(labels): labels have shape [4], and logits [6, 3] in \(first), which "
        + "need labels of shape [6]")
  }
}
