import ArrayFiles
import TestSupport
import Testing

/// Elements that the file has in another order: of bytes, or of axes.
@Suite struct ElementOrderTests {
  private static let shapes: [[Int]] = [
    [], [1], [7], [3, 5], [5, 3], [1, 4], [4, 1], [2, 3, 4], [3, 1, 2],
    [2, 1, 3, 2], [0, 3], [3, 0], [0, 1 << 40, 1 << 40],
  ]

  /// The place of each element of C order when the first axis runs first.
  private func fortranPlaces(_ shape: [Int]) -> [Int] {
    (0..<shape.reduce(1, *)).map { index in
      var (index, strides) = (index, [1])
      for extent in shape {
        strides.append(strides[strides.count - 1] * extent)
      }
      var place = 0
      for axis in shape.indices.reversed() {
        place += index % shape[axis] * strides[axis]
        index /= shape[axis]
      }
      return place
    }
  }

  @Test(arguments: shapes)
  func fortranOrder(_ shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let count = shape.contains(0) ? 0 : shape.reduce(1, *)
    let places = count == 0 ? [] : fortranPlaces(shape)
    func check<Element: BitwiseCopyable & FixedWidthInteger>(
      _ type: String, _ byteSwapped: String, _: Element.Type
    ) throws {
      var stored = [Element](repeating: 0, count: count)
      for (i, place) in places.enumerated() { stored[place] = Element(i) }
      for (type, stored) in [
        (type, stored), (byteSwapped, stored.map(\.byteSwapped)),
      ] {
        let path = try folder.write(
          "x.npy", type, shape, stored, fortran: true)
        let reader = ArrayReader<Int>(try ConcatenatedArray(paths: [path]))
        for start in 0...count {
          for end in start...count {
            #expect(
              try reader.withElements(start..<end) { Array($0) }
                == Array(start..<end))
          }
        }
      }
    }
    try check("|u1", "|u1", UInt8.self)
    try check("<i2", ">i2", Int16.self)
    try check("<i4", ">i4", Int32.self)
    try check("<i8", ">i8", Int64.self)
  }

  @Test func bigEndianNumbers() throws {
    let folder = try TemporaryFolder()
    let values = [1.5, -2.25, 0.1]
    let doubles = try folder.write(
      "x.npy", ">f8", [3], values.map(\.bitPattern.byteSwapped))
    let array = try StoredArray(path: doubles)
    #expect(try array.withElements(as: Double.self) { Array($0) } == values)
    #expect(
      try array.withElements(1..<2, as: Double.self) { Array($0) } == [-2.25])
    let halves = try folder.write(
      "y.npy", ">f2", [2], [0x3c00, 0xc000].map { ($0 as UInt16).byteSwapped })
    let floats = ArrayReader<Float>(try ConcatenatedArray(paths: [halves]))
    #expect(try floats.withElements(0..<2) { Array($0) } == [1, -2])
  }

  /// `=` is the writer's own order, and `V2` without a name is bfloat16.
  @Test func spellings() throws {
    let folder = try TemporaryFolder()
    let own = try folder.write("x.npy", "=f8", [1], [2.5])
    #expect(
      try StoredArray(path: own).withElements(as: Double.self) { $0[0] } == 2.5)
    for type in ["<V2", "|V2"] {
      let path = try folder.write("y.npy", type, [1], [0xc020 as UInt16])
      let array = try StoredArray(path: path)
      #expect(array.elementType == .bfloat16)
      #expect(array.note?.contains("bfloat16") == true)
      let reader = ArrayReader<Float>(try ConcatenatedArray(paths: [path]))
      #expect(try reader.withElements(0..<1) { $0[0] } == -2.5)
    }
  }

  /// Python 2 writes `(2L, 3L)`.
  @Test func longIntegers() throws {
    let folder = try TemporaryFolder()
    let header =
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L), }\n"
    let path = try folder.write(
      "x.npy",
      bytes: [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
        + Array(header.utf8) + [0, 1, 2, 3, 4, 5])
    #expect(try StoredArray(path: path).shape == [2, 3])
  }
}
