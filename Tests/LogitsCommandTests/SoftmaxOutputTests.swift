import ArrayFiles
import Foundation
import Logits
import TestSupport
import Testing

/// What `softmax` writes: types, formats, logarithms, the most probable classes.
@Suite struct SoftmaxOutputTests {
  private let shape = [6, 5]
  private let values = Eighths.values(30)

  private func results(log: Bool, temperature: Double = 1) -> [Double] {
    Textbook.rows(values, 5).flatMap { row in
      Textbook.logSoftmax(row, temperature: temperature).map {
        log ? $0 : exp($0)
      }
    }
  }

  /// The elements of a file as Double.
  private func numbers(_ path: String) throws -> [Double] {
    let file = try StoredArray(path: path)
    return switch file.elementType {
    case .float16:
      try file.withElements(as: Float16.self) { $0.map(Double.init) }
    case .bfloat16:
      try file.withElements(as: BFloat16.self) { $0.map { Double(Float($0)) } }
    case .float32: try file.withElements(as: Float.self) { $0.map(Double.init) }
    default: try file.withElements(as: Double.self) { Array($0) }
    }
  }

  @Test(arguments: ["npy", "safetensors"], [true, false])
  func typesAndFormats(_ format: String, _ log: Bool) throws {
    let folder = try TemporaryFolder()
    let inputs: [(ElementType, String)] = [
      (.float64, try folder.write("d.npy", "<f8", shape, values)),
      (
        .float32,
        try folder.write("f.npy", "<f4", shape, values.map(Float.init))
      ),
      (
        .float16,
        try folder.write("h.npy", "<f2", shape, Eighths.float16(values))
      ),
      (
        .bfloat16,
        try folder.write(
          "b.safetensors", "BF16", [("x", shape, Eighths.bfloat16(values))])
      ),
    ]
    // Roundings of a number of magnitude 2^4 or less.
    let tolerances: [ElementType: Double] = [
      .float64: 1e-13, .float32: 2e-5, .float16: 0x1p-7, .bfloat16: 0x1p-4,
    ]
    let expected = results(log: log)
    for (type, input) in inputs {
      for dtype in [nil, "float16", "bfloat16", "float32", "float64"] {
        let path = folder.path("p.\(format)")
        let arguments =
          ["softmax", input, path] + (log ? ["--log"] : [])
          + (dtype.map { ["--dtype", $0] } ?? [])
        if format == "npy", dtype == "bfloat16" {
          try expectFailure(
            arguments,
            "\(path): NPY has no bfloat16; call the file ….safetensors")
          continue
        }
        #expect(try output(arguments) == "")
        let file = try StoredArray(path: path)
        let named = tolerances.keys.first { "\($0)" == dtype }
        let byDefault =
          type == .bfloat16 && format == "npy" ? ElementType.float32 : type
        #expect(file.elementType == named ?? byDefault)
        #expect(file.shape == shape)
        #expect(
          file.name
            == (format == "npy" ? nil : log ? "logProbability" : "probability"))
        let scale = expected.map(abs).max() ?? 1
        let tolerance = tolerances[file.elementType] ?? 0
        let single = named == .float64 || type == .float64 ? 0 : 2e-5
        #expect(
          isNear(
            try numbers(path), expected, max(tolerance * scale / 16, single)))
      }
    }
  }

  @Test func temperatureAndFirstClasses() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("p.npy")
    let logits = try folder.write("x.npy", "<f8", shape, values)
    _ = try output(["softmax", logits, path, "--temperature", "3"])
    #expect(
      isNear(try numbers(path), results(log: false, temperature: 3), 1e-14))
    _ = try output(["softmax", logits, path, "--classes", "2"])
    let rows = Textbook.rows(values, 5).flatMap {
      Textbook.logSoftmax(Array($0[..<2])).map { exp($0) }
    }
    #expect(try StoredArray(path: path).shape == [6, 2])
    #expect(isNear(try numbers(path), rows, 1e-14))
    // Classes on axis 0.
    _ = try output(
      ["softmax", logits, path, "--class-axis", "0", "--classes", "4"])
    let columns = (0..<5).map { column in
      Textbook.logSoftmax((0..<4).map { values[$0 * 5 + column] })
        .map { exp($0) }
    }
    #expect(try StoredArray(path: path).shape == [4, 5])
    #expect(
      isNear(
        try numbers(path),
        (0..<4).flatMap { row in columns.map { $0[row] } }, 1e-14))
    try expectFailure(
      ["softmax", logits, path, "--temperature", "0"],
      containing: "temperature must be")
  }

  /// Records of class and probability, the most probable first; equal ones by
  /// class.
  @Test func topClasses() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("top.npy")
    let rows: [[Double]] = [[0, 3, 1, 3], [2, -1, 2, 2], [5, 4, .nan, 1]]
    let logits = try folder.write("x.npy", "<f8", [3, 4], rows.flatMap(\.self))
    for (log, field) in [(false, "probability"), (true, "logProbability")] {
      _ = try output(
        ["softmax", logits, path, "--top-k", "3"] + (log ? ["--log"] : []))
      let bytes = Array(try contents(of: path))
      let start = 128
      let header = String(decoding: bytes[10..<start], as: UTF8.self)
      #expect(header.contains("[('class', '<i8'), ('\(field)', '<f8')]"))
      #expect(header.contains("'shape': (9,)"))
      #expect(bytes.count == start + 9 * 16)
      let words = bytes[start...].withUnsafeBytes {
        Array($0.bindMemory(to: UInt64.self))
      }
      let classes = (0..<9).map { Int(words[2 * $0]) }
      #expect(classes == [1, 3, 2, 0, 2, 3, 2, 0, 1])
      let found = (0..<6).map { Double(bitPattern: words[2 * $0 + 1]) }
      let expected = (0..<6).map { index in
        let result = Textbook.logSoftmax(rows[index / 3])[classes[index]]
        return log ? result : exp(result)
      }
      #expect(isNear(found, expected, 1e-14))
      #expect(Double(bitPattern: words[13]).isNaN)
    }
    try expectFailure(
      ["softmax", logits, path, "--top-k", "5"],
      "\(logits): has 4 classes, fewer than 5")
    for options in [
      ["--top-k", "0"], ["--top-k", "1001"],
      ["--top-k", "1", "--dtype", "float32"],
      ["--dtype", "int8"],
    ] {
      #expect(try CommandRun(["softmax", logits, path] + options).status == 64)
    }
  }
}
