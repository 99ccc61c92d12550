import ArrayFiles
import TestSupport
import Testing

/// Files of `torch.save`: tensors in containers, and pickles that want more.
@Suite struct TorchFileTests {
  private static let values = (0..<24).map(Float.init)
  private static let storage = [
    (key: "0", bytes: values.withUnsafeBytes(Array.init))
  ]

  private func write(
    _ folder: borrowing TemporaryFolder, _ value: [UInt8],
    byteOrder: String? = "little"
  ) throws -> String {
    try folder.write(
      "x.pt",
      bytes: TorchPickle.archive(value, Self.storage, byteOrder: byteOrder)
        .bytes)
  }

  private func floats(_ path: String, _ name: String? = nil) throws -> [Float] {
    let array = try ConcatenatedArray(paths: [path], tensor: name)
    return try ArrayReader<Float>(array)
      .withElements(0..<array.count) { Array($0) }
  }

  /// The elements that shape, strides and offset select, one by one.
  private func selected(
    _ shape: [Int], _ strides: [Int], _ offset: Int
  ) -> [Float] {
    (0..<shape.reduce(1, *)).map { index in
      var (index, place) = (index, offset)
      for axis in shape.indices.reversed() {
        place += index % shape[axis] * strides[axis]
        index /= shape[axis]
      }
      return Self.values[place]
    }
  }

  @Test(arguments: [
    ([4, 6], [6, 1], 0), ([3, 6], [6, 1], 6), ([6, 4], [1, 6], 0),
    ([2, 3, 4], [12, 4, 1], 0), ([4, 3, 2], [1, 4, 12], 0),
    ([3, 2, 4], [4, 12, 1], 0), ([4, 2], [6, 1], 3), ([4, 2], [6, 2], 1),
    ([4, 1], [6, 1], 5), ([], [], 7), ([24], [1], 0), ([12], [2], 1),
    ([0, 5], [5, 1], 0), ([0], [1], 1 << 62), ([1, 3], [1 << 50, 1], 0),
  ])
  func strides(_ shape: [Int], _ strides: [Int], _ offset: Int) throws {
    let folder = try TemporaryFolder()
    let path = try write(
      folder,
      TorchPickle.tensor("FloatStorage", offset: offset, shape, strides))
    let array = try StoredArray(path: path)
    #expect((array.name, array.shape) == (nil, shape))
    #expect(try floats(path) == selected(shape, strides, offset))
  }

  @Test func bigEndian() throws {
    let folder = try TemporaryFolder()
    let path = try write(
      folder, TorchPickle.tensor("FloatStorage", [24], [1]), byteOrder: "big")
    #expect(
      try floats(path).map(\.bitPattern.byteSwapped)
        == Self.values.map(\.bitPattern))
    let old = try write(
      folder, TorchPickle.tensor("FloatStorage", [24], [1]), byteOrder: nil)
    #expect(try floats(old) == Self.values)
  }

  @Test func names() throws {
    let folder = try TemporaryFolder()
    func row(_ number: Int) -> [UInt8] {
      TorchPickle.tensor("FloatStorage", offset: 6 * number, [1, 6], [6, 1])
    }
    let path = try write(
      folder,
      TorchPickle.dictionary([
        ("logits", row(0)), ("n", TorchPickle.integer(3)),
        ("batches", TorchPickle.list([row(2), row(1)])),
        ("a", TorchPickle.dictionary([("b", row(3))])),
      ]))
    #expect(
      try ArrayCollection(paths: [path]).names
        == ["logits", "batches.0", "batches.1", "a.b"])
    #expect(try floats(path, "a.b") == Array(Self.values[18..<24]))
    #expect(
      try floats(path, "batches.?")
        == Array(Self.values[12..<18] + Self.values[6..<12]))
    let list = try write(folder, TorchPickle.list([row(1), row(0)]))
    #expect(
      try floats(list) == Array(Self.values[6..<12] + Self.values[..<6]))
    let none = try write(folder, TorchPickle.integer(1))
    #expect(message(try floats(none)) == "\(none): has no tensors")
  }

  @Test(arguments: [
    ("DoubleStorage", ElementType.float64), ("FloatStorage", .float32),
    ("HalfStorage", .float16), ("BFloat16Storage", .bfloat16),
    ("LongStorage", .int64), ("IntStorage", .int32), ("ShortStorage", .int16),
    ("CharStorage", .int8), ("ByteStorage", .uint8), ("BoolStorage", .uint8),
  ])
  func types(_ name: String, _ type: ElementType) throws {
    let folder = try TemporaryFolder()
    let path = try write(folder, TorchPickle.tensor(name, [3], [1]))
    #expect(try StoredArray(path: path).elementType == type)
  }

  @Test func hostileTensors() throws {
    let folder = try TemporaryFolder()
    func problem(_ value: [UInt8]) throws -> String? {
      let path = try write(folder, value)
      return message(try floats(path))?.replacing("\(path): ", with: "")
    }
    func problem(_ shape: [Int], _ strides: [Int], _ offset: Int = 0) throws
      -> String?
    {
      try problem(
        TorchPickle.tensor("FloatStorage", offset: offset, shape, strides))
    }
    for (shape, strides, offset) in [
      ([25], [1], 0), ([24], [1], 1), ([5, 6], [6, 1], 0),
      ([2], [.max], 0), ([.max], [.max], 0), ([2, 2], [.max / 2, .max], 5),
      ([1], [1], .max), ([.max], [1], 0), ([1 << 40, 1 << 40], [0, 0], 0),
    ] {
      #expect(try problem(shape, strides, offset) == "is beyond its storage")
    }
    #expect(
      try problem([1 << 40], [0]) == "repeats elements; save x.contiguous()")
    #expect(try problem([-1], [1]) == "has a tensor that is damaged")
    #expect(try problem([2], [-1]) == "has a tensor that is damaged")
    #expect(try problem([2], [1, 1]) == "has a tensor that is damaged")
    #expect(
      try problem(
        Array(repeating: 1, count: 65), Array(repeating: 1, count: 65))
        == "has a tensor that is damaged")
    #expect(
      try problem(TorchPickle.tensor("FloatStorage", key: "9", [1], [1]))
        == "has no elements in the file")
    #expect(
      try problem(TorchPickle.tensor("ComplexFloatStorage", [1], [1]))
        == "has a tensor of unsupported type 'torch.ComplexFloatStorage'; save "
        + "x.float()")
  }

  /// Nothing is called, in any of the ways in which a pickle can.
  @Test func calls() throws {
    let folder = try TemporaryFolder()
    let argument = TorchPickle.tuple([TorchPickle.string("true")])
    let system = TorchPickle.global("os", "system")
    for value in [
      system + argument + Array("R".utf8),
      system + argument + [0x81],
      system + argument + Array("}".utf8) + [0x92],
      system + argument + Array("b".utf8),
      Array("(ios\nsystem\n".utf8),
      Array("(".utf8) + system + argument + Array("o".utf8),
      TorchPickle.string("os") + TorchPickle.string("system") + [0x93]
        + argument + Array("R".utf8),
    ] {
      let path = try write(folder, value)
      #expect(
        message(try floats(path))
          == "\(path): calls 'os.system', which is not done: save tensors "
          + "alone, torch.save({'logits': logits}, path)")
    }
  }

  @Test func hostilePickles() throws {
    let folder = try TemporaryFolder()
    func repeated(_ text: String, _ count: Int) -> [UInt8] {
      (0..<count).flatMap { _ in Array(text.utf8) }
    }
    // Each list holds the one before it twice.
    let doubling =
      repeated("]", 1)
      + (1..<40).flatMap { i -> [UInt8] in
        Array("q".utf8) + [UInt8(i)] + Array("0](h".utf8) + [UInt8(i)]
          + Array("h".utf8) + [UInt8(i)] + Array("e".utf8)
      }
    for (pickle, words) in [
      (repeated("]", 1_100_000), "too many values"),
      (repeated("(", 500_000) + repeated("N", 2), "has no tensors"),
      (repeated("]", 100_000) + repeated("a", 99_999), "nested too deeply"),
      (Array("]q\0h\0a".utf8), "nested too deeply"),
      (doubling, "nested too deeply"),
      (repeated("N0", 3_000_000), "limit is 4194304"),
      ([0x8d] + little(UInt64.max), "truncated"),
      ([0x8d] + little(UInt64(1) << 62), "truncated"),
      (Array("X".utf8) + little(UInt32.max), "truncated"),
      ([0x8a, 200], "integer of 200 bytes"),
      (Array("c".utf8) + repeated("a", 1000), "damaged"),
      (Array("h\u{5}".utf8), "damaged"), (Array("Q".utf8), "damaged"),
      (Array("NQ".utf8), "unknown persistent id"), (Array("R".utf8), "damaged"),
      (Array("0".utf8), "damaged"), (Array("t".utf8), "damaged"),
      (Array("NNs".utf8), "damaged"), (Array("}Na".utf8), "damaged"),
      ([0xff], "code 255"), ([], "damaged"),
    ] as [([UInt8], String)] {
      let path = try write(folder, pickle)
      let reason = message(try floats(path)) ?? ""
      #expect(reason.contains(words), "\(reason)")
    }
  }
}
