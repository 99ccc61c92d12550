import ArrayFiles
import Logits
import TestSupport
import Testing

/// Elements of any type as Float, Double and Int.
@Suite struct ArrayReaderTests {
  private func read<Element: ReadableElement>(
    _ path: String, as _: Element.Type, _ range: Range<Int>? = nil
  ) throws -> [Element] {
    let array = try ConcatenatedArray(paths: [path])
    return try ArrayReader<Element>(array)
      .withElements(range ?? 0..<array.count) { Array($0) }
  }

  private func bits(_ values: [Float]) -> [UInt32] {
    values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }

  /// All patterns of both halves, all NaN as one.
  @Test func halves() throws {
    let folder = try TemporaryFolder()
    let patterns = Array(UInt16.min...UInt16.max)
    var halves = [
      (
        "BF16", patterns.map { Float(bitPattern: UInt32($0) << 16) }
      )
    ]
    #if !(os(macOS) && arch(x86_64))
    halves.append(("F16", patterns.map { Float(Float16(bitPattern: $0)) }))
    #endif
    for (type, expected) in halves {
      let path = try folder.write(
        "x.safetensors", type, [("x", [patterns.count], patterns)])
      #expect(try bits(read(path, as: Float.self)) == bits(expected))
      let doubles = try read(path, as: Double.self)
      #expect(bits(doubles.map(Float.init)) == bits(expected))
    }
  }

  /// All patterns of 8 bits, against PyTorch.
  @Test(arguments: ["e4m3", "e5m2"])
  func quarters(_ name: String) throws {
    let path = Fixtures.path("Cases/float8.safetensors")
    func read(_ tensor: String) throws -> [Float] {
      let array = try ConcatenatedArray(paths: [path], tensor: tensor)
      return try ArrayReader<Float>(array).withElements(0..<256) { Array($0) }
    }
    #expect(try bits(read(name)) == bits(read("\(name) as float")))
    #expect(try read(name)[1] > 0)
  }

  @Test func numbers() throws {
    let folder = try TemporaryFolder()
    func check<Element: BitwiseCopyable & BinaryInteger>(
      _ type: String, _ elements: [Element]
    ) throws {
      let path = try folder.write("x.npy", type, [elements.count], elements)
      #expect(try read(path, as: Int.self) == elements.map { Int($0) })
      #expect(try read(path, as: Float.self) == elements.map { Float($0) })
      #expect(try read(path, as: Double.self) == elements.map { Double($0) })
      #expect(try read(path, as: Int.self, 1..<2) == [Int(elements[1])])
    }
    try check("|i1", [.min, 5, .max] as [Int8])
    try check("<i2", [.min, 5, .max] as [Int16])
    try check("<i4", [.min, 5, .max] as [Int32])
    try check("<i8", [.min, 5, .max] as [Int64])
    try check("|u1", [0, 5, .max] as [UInt8])
    try check("<u2", [0, 5, .max] as [UInt16])
    try check("<u4", [0, 5, .max] as [UInt32])
    try check("<u8", [0, 5, 1 << 62] as [UInt64])
    try check("|b1", [0, 1, 1] as [UInt8])
    let doubles = try folder.write("x.npy", "<f8", [3], [1, 0.1, -1e300])
    #expect(
      try read(doubles, as: Float.self) == [1, Float(0.1), -Float.infinity])
    let floats = try folder.write("x.npy", "<f4", [2], [3, -0.0] as [Float])
    #expect(try read(floats, as: Int.self) == [3, 0])
  }

  @Test func elementsThatAreNoIntegers() throws {
    let folder = try TemporaryFolder()
    func unlike(_ path: String) throws -> ArrayReader<Int>.UnlikeElement? {
      do {
        _ = try read(path, as: Int.self)
        return nil
      } catch let unlike as ArrayReader<Int>.UnlikeElement {
        return unlike
      }
    }
    for (value, text) in [
      (0.5, "0.5"), (.nan, "nan"), (.infinity, "inf"), (0x1p63, "9.2233720"),
    ] {
      let path = try folder.write("x.npy", "<f8", [3], [1, 2, value])
      let element = try #require(try unlike(path))
      #expect(element.index == 2)
      #expect(element.value.hasPrefix(text))
    }
    let large = try folder.write("x.npy", "<u8", [2], [0, UInt64.max])
    let element = try #require(try unlike(large))
    #expect(element.value == "18446744073709551615")
  }

  /// Ranges that begin and end anywhere in files of different lengths.
  @Test func rangesAcrossFiles() throws {
    let folder = try TemporaryFolder()
    let values = (0..<24).map(Float.init)
    let cuts = [0, 3, 3, 4, 12]
    let paths = try zip(cuts, cuts.dropFirst()).enumerated().map { i, rows in
      try folder.write(
        "\(i).npy", "<f4", [rows.1 - rows.0, 2],
        Array(values[2 * rows.0..<2 * rows.1]))
    }
    let array = try ConcatenatedArray(paths: paths)
    let floats = ArrayReader<Float>(array)
    let integers = ArrayReader<Int>(array)
    for start in 0...24 {
      for end in start...24 {
        let expected = Array(values[start..<end])
        #expect(
          try floats.withElements(start..<end) { Array($0) } == expected)
        #expect(
          try integers.withElements(start..<end) { Array($0) }
            == expected.map { Int($0) })
      }
    }
  }
}
