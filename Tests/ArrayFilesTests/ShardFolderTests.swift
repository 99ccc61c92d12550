import ArrayFiles
import TestSupport
import Testing

/// Which safetensors files of a folder are read, and in which order.
@Suite struct ShardFolderTests {
  private func rows(_ folder: borrowing TemporaryFolder) throws -> [Float] {
    try ArrayCollection(folder: folder.path("")).array().parts.flatMap {
      try $0.array.withElements(as: Float.self) { Array($0) }
    }
  }

  private func problem(_ folder: borrowing TemporaryFolder) -> String? {
    message(try ArrayCollection(folder: folder.path("")))
  }

  /// A folder with files of one row each, their number.
  private func numbered(_ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (number, name) in names.enumerated() {
      _ = try folder.write(
        "\(name).safetensors", "F32", [("x", [1, 1], [Float(number)])])
    }
    return folder
  }

  @Test func numbersCountAsNumbers() throws {
    for names in [
      (0..<12).map { "logits_\($0)" },
      ["a", "a1", "a1b", "a2", "a02b1", "a2b10", "a10", "b"],
      ["1", "02", "3", "010", "11", "18446744073709551617"],
      ["x-9-y-10", "x-10-y-9", "x-10-y-11"],
    ] {
      #expect(
        try rows(numbered(names)) == names.indices.map { Float($0) }, "\(names)"
      )
    }
  }

  @Test func shardsAreAllThere() throws {
    let whole = try numbered(["m-00001-of-00003", "m-00002-of-00003"])
    #expect(
      problem(whole)?.hasSuffix(
        ": lacks m-00003-of-00003.safetensors, one of 3 shards") == true)
    let first = try numbered(["m-2-of-2"])
    #expect(
      problem(first)?.hasSuffix(
        ": lacks m-1-of-2.safetensors, one of 2 shards") == true)
    let two = try numbered([
      "a-1-of-2", "a-2-of-2", "b-1-of-1", "of-2", "x-0-of-2", "x-3-of-2",
    ])
    #expect(try rows(two) == [0, 1, 2, 3, 4, 5])
  }

  @Test func nothingIsReadTwice() throws {
    #expect(
      problem(try numbered(["m-1-of-2", "m-2-of-2", "m"]))?.hasSuffix(
        ": has m.safetensors beside its shards; name the files to read")
        == true)
    #expect(
      problem(try numbered(["m-1-of-1", "m-01-of-1"]))?.hasSuffix(
        ": has a shard of m.safetensors twice") == true)
  }

  private func index(_ names: [String]) -> [UInt8] {
    let tensors = names.enumerated()
      .map { "\"\($0)\": \"\($1).safetensors\"" }.joined(separator: ", ")
    return Array(
      "{\"metadata\": {\"n\": 1}, \"weight_map\": {\(tensors)}}".utf8)
  }

  @Test func anIndexRules() throws {
    let folder = try numbered(["m", "m-1-of-2", "m-2-of-2", "other"])
    let name = "m.safetensors.index.json"
    _ = try folder.write(
      name, bytes: index(["m-2-of-2", "m-1-of-2", "m-2-of-2"]))
    #expect(try rows(folder) == [1, 2])
    for (bytes, problem) in [
      (
        index(["m-1-of-2", "m-3"]),
        ": lacks m-3.safetensors, which m.safetensors.index.json names"
      ),
      (
        index(["../m"]),
        ": names '../m.safetensors', which is in another folder"
      ),
      (
        index([]),
        ": has m.safetensors beside its shards; name the files to read"
      ),
      (Array("{}".utf8), ": has no weight_map"),
      (Array("[]".utf8), ": has an invalid header: expected '{' at byte 0"),
    ] {
      _ = try folder.write(name, bytes: bytes)
      #expect(self.problem(folder)?.hasSuffix(problem) == true)
    }
    _ = try folder.write("n.safetensors.index.json", bytes: index(["m"]))
    #expect(self.problem(folder)?.contains(": has 2 indexes: ") == true)
  }
}
