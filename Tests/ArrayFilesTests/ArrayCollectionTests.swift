import ArrayFiles
import TestSupport
import Testing

/// Several arrays, in one file or many, as one.
@Suite struct ArrayCollectionTests {
  /// A file whose tensors have a row each, their number in it.
  private func write(
    _ folder: borrowing TemporaryFolder, _ names: [String],
    _ file: String = "x.safetensors", from first: Int = 0
  ) throws -> String {
    try folder.write(
      file, "F32",
      names.enumerated().map { ($1, [1, 1], [Float(first + $0)]) })
  }

  private func rows(_ paths: [String], _ name: String?) throws -> [Int] {
    let array = try ConcatenatedArray(paths: paths, tensor: name)
    return try ArrayReader<Int>(array)
      .withElements(0..<array.count) { Array($0) }
  }

  @Test func patterns() throws {
    let folder = try TemporaryFolder()
    let path = try write(
      folder, ["b10", "b2", "b1", "b", "ab2", "a*", "é1", "c.0.w", "c.1.w"])
    for (pattern, expected) in [
      ("b*", [3, 2, 1, 0]), ("b?", [2, 1]), ("b??", [0]), ("*2", [4, 1]),
      ("*b*2", [4, 1]), ("a*", [5]), ("?1", [2, 6]), ("c.*.w", [7, 8]),
      ("**.*.w", [7, 8]), ("c.?.*", [7, 8]), ("b1*0", [0]),
    ] {
      #expect(try rows([path], pattern) == expected, "\(pattern)")
    }
    for pattern in ["x*", "b???", "*.v", "?"] where pattern != "?" {
      #expect(
        message(try rows([path], pattern))?.hasPrefix(
          "\(path): has no tensor '\(pattern)'; it has 'b10', ") == true)
    }
    // Linear, not exponential.
    let stars = String(repeating: "*a", count: 1000)
    #expect(message(try rows([path], stars)) != nil)
  }

  @Test func consecutiveNumbers() throws {
    let folder = try TemporaryFolder()
    for (names, expected) in [
      (["x.1", "x.0"], [1, 0]), (["b3", "b1", "b2"], [1, 2, 0]),
      ((0..<12).map { "l\($0).w" }, Array(0..<12)), (["01", "02"], [0, 1]),
    ] {
      let path = try write(folder, names)
      #expect(try rows([path], nil) == expected)
      #expect(message(try StoredArray(path: path))?.contains("one of") == true)
    }
    for names in [
      ["x2", "x3"], ["x0", "x2"], ["x0", "y1"], ["x0", "x"], ["x0", "x1", "z"],
      ["x0a", "x1b"], ["x0", "x00"], ["1x", "2x9"],
      ["a99999999999999999999", "a0"],
    ] {
      let path = try write(folder, names)
      #expect(
        message(try rows([path], nil))?.contains(
          "has \(names.count) tensors; choose one of") == true, "\(names)")
    }
    // In shards, too: by name, not by file.
    let first = try write(folder, ["x.1", "x.2"], "a.safetensors")
    let second = try write(folder, ["x.0"], "b.safetensors", from: 7)
    #expect(try rows([first, second], nil) == [7, 0, 1])
    #expect(try rows([first, second], "x.?") == [7, 0, 1])
  }

  @Test func logitsBesideLabels() throws {
    let folder = try TemporaryFolder()
    for (names, pair) in [
      (["labels", "logits", "ids"], ("logits", "labels")),
      (["x", "y"], ("x", "y")), (["targets", "logits"], ("logits", "targets")),
      (["logits", "x", "y", "labels"], ("logits", "labels")),
    ] {
      let path = try write(folder, names)
      let found = try #require(try ArrayCollection(paths: [path]).pair)
      #expect(found == pair)
      let place = try #require(names.firstIndex(of: pair.0))
      #expect(try rows([path], nil) == [place])
    }
    for names in [["logits", "other"], ["labels", "z"], ["X", "y"]] {
      let path = try write(folder, names)
      #expect(try ArrayCollection(paths: [path]).pair == nil)
      #expect(message(try rows([path], nil))?.contains("choose") == true)
    }
  }

  @Test func foldersOfArrays() throws {
    let folder = try TemporaryFolder()
    for i in 0..<12 {
      _ = try folder.write("b_\(i).npy", "<f4", [1, 1], [Float(i)])
    }
    #expect(try rows([folder.path("")], nil) == Array(0..<12))
    _ = try write(folder, ["x"])
    #expect(
      message(try rows([folder.path("")], nil))
        == "\(folder.path("")): has both safetensors and NPY files; name the "
        + "files to read")
    let shards = try TemporaryFolder()
    _ = try shards.write("x-1-of-2.npy", "<f4", [1, 1], [0 as Float])
    #expect(
      message(try rows([shards.path("")], nil))
        == "\(shards.path("")): lacks x-2-of-2.npy, one of 2 shards")
  }

  /// What is not read says what makes it readable.
  @Test func foreignFormats() throws {
    let folder = try TemporaryFolder()
    for (start, words) in [
      ([0x80, 4, 0x95], "is a pickle; convert it with python3 -c"),
      ([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46], "PyTorch's old format"),
      ([0x89] + Array("HDF\r\n\u{1a}\n".utf8), "is an HDF5 file"),
      (Array("PAR1".utf8), "is a Parquet file"),
      (Array("ARROW1".utf8), "is an Arrow file"),
      (Array("MATLAB 5.0".utf8), "is a MATLAB file"),
      (Array("GGUF".utf8), "is a model"),
      ([0x1f, 0x8b, 8], "is compressed; gunzip"),
      ([0x28, 0xb5, 0x2f, 0xfd], "is compressed; unzstd"),
      ([0xfd] + Array("7zXZ".utf8), "is compressed; unxz"),
    ] as [([UInt8], String)] {
      for name in ["x.npy", "x.csv", "x"] {
        let path = try folder.write(name, bytes: start + [0, 0])
        #expect(message(try StoredArray(path: path))?.contains(words) == true)
      }
    }
  }
}
