import ArrayFiles
import Logits
import TestSupport
import Testing

@Suite struct StoredArrayTests {
  private func elements(_ array: StoredArray) throws -> [Float] {
    try array.withElements(as: Float.self) { Array($0) }
  }

  private func elements(_ array: ConcatenatedArray) throws -> [Float] {
    try array.parts.flatMap { try elements($0.array) }
  }

  @Test func formats() throws {
    let folder = try TemporaryFolder()
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let npy = try folder.write("x.npy", "<f4", [2, 3], values)
    let array = try StoredArray(path: npy)
    #expect(array.name == nil)
    #expect((array.elementType, array.spelling) == (.float32, "<f4"))
    #expect(array.shape == [2, 3])
    #expect(try elements(array) == values)
    // The first bytes of an NPY file matter more than its name.
    let misnamed = try folder.write("x.safetensors", "<f4", [2, 3], values)
    #expect(try elements(StoredArray(path: misnamed)) == values)

    // A header of odd length puts the elements at odd addresses.
    for padding in 0..<4 {
      let path = try folder.write(
        "y.safetensors", "F32", [("logits", [2, 3], values)], padding: padding)
      for tensor in [nil, "logits"] {
        let array = try StoredArray(path: path, tensor: tensor)
        #expect(array.name == "logits")
        #expect((array.elementType, array.spelling) == (.float32, "F32"))
        #expect(array.shape == [2, 3])
        #expect(try elements(array) == values)
        #expect(
          try array.withElements(1..<3, as: Float.self) { Array($0) } == [2, 3])
      }
    }
    #expect(
      message(try StoredArray(path: npy, tensor: "logits"))
        == "\(npy): is an NPY file, which has no tensor 'logits'")
  }

  @Test func elementsOfAnotherType() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "x.npy", "<f4", [2, 3], [1, 2, 3, 4, 5, 6 as Float])
    let array = try StoredArray(path: path)
    #expect(
      message(try array.withElements(as: Int32.self) { $0.count })
        == "\(path): has elements of type '<f4', not int32")
    for range in [5..<7, -1..<2, 6..<8, .min ..< .max] {
      #expect(
        message(try array.withElements(range, as: Float.self) { $0.count })
          == "\(path): has 6 elements, and none at \(range)")
    }
    #expect(try array.withElements(6..<6, as: Float.self) { $0.count } == 0)
  }

  @Test func allTypes() throws {
    let folder = try TemporaryFolder()
    func check<Element: ArrayElement>(
      _ elements: [Element]
    ) throws {
      let type = Element.elementType
      #expect(MemoryLayout<Element>.size == type.size)
      let path = try folder.write(
        "x.safetensors", type.safetensorsSpelling, [("x", [2], elements)])
      let array = try StoredArray(path: path)
      #expect(array.elementType == type)
      let bytes = elements.withUnsafeBytes { Array($0) }
      #expect(
        try array.withElements(as: Element.self) {
          Array(UnsafeRawBufferPointer($0))
        } == bytes)
    }
    try check([1.5, -2] as [Float])
    try check([1.5, -2] as [Double])
    try check([BFloat16(1.5), BFloat16(-2)])
    #if !(os(macOS) && arch(x86_64))
    try check([1.5, -2] as [Float16])
    #endif
    try check([1, -2] as [Int8])
    try check([1, -2] as [Int16])
    try check([1, -2] as [Int32])
    try check([1, -2] as [Int64])
    try check([1, -2] as [Int])
    try check([1, 2] as [UInt8])
    try check([1, 2] as [UInt16])
    try check([1, 2] as [UInt32])
    try check([1, 2] as [UInt64])
    try check([1, 2] as [UInt])
  }

  @Test func noPaths() {
    #expect(
      message(try ConcatenatedArray(paths: [])) == "no path: names no file")
    #expect(
      message(try ArrayCollection(paths: [])) == "no path: names no file")
  }

  @Test func tensorsByName() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "x.safetensors", "F32",
      (0..<7).map { ("t\($0)", [1], [Float($0)]) })
    #expect(try elements(StoredArray(path: path, tensor: "t5")) == [5])
    #expect(
      message(try StoredArray(path: path))
        == "\(path): has 7 tensors; choose one of: 't0', 't1', 't2', 't3', 't4' "
        + "and 2 more")
    let few = try folder.write(
      "y.safetensors", "F32", [("a", [1], [1]), ("b", [1], [2 as Float])])
    #expect(
      message(try StoredArray(path: few, tensor: "c"))
        == "\(few): has no tensor 'c'; it has 'a', 'b'")
    let none = try folder.write(
      "z.safetensors", "F32", [] as [(String, [Int], [Float])])
    #expect(
      message(try StoredArray(path: none))
        == "\(none): has no tensors")
  }

  @Test func unsupportedTypesDoNotHideTheOthers() throws {
    let folder = try TemporaryFolder()
    for type in ["F4", "C64"] {
      let bad = #"{"dtype":"\#(type)","shape":[1],"data_offsets":[0,8]}"#
      let good = #"{"dtype":"F32","shape":[1],"data_offsets":[8,12]}"#
      let path = try folder.write(
        "x.safetensors",
        bytes: safetensors(#"{"bad":\#(bad),"good":\#(good)}"#), zeroBytes: 12)
      #expect(try elements(StoredArray(path: path, tensor: "good")) == [0])
      #expect(
        message(try StoredArray(path: path, tensor: "bad"))
          == "\(path): tensor 'bad' has elements of unsupported type '\(type)'")
    }
  }

  @Test func shards() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write(
      "m-1.safetensors", "F32",
      [("rows", [2, 2], [1, 2, 3, 4]), ("a", [1], [7 as Float])])
    let second = try folder.write(
      "m-2.safetensors", "F32",
      [("b", [1], [8]), ("rows", [1, 2], [5, 6 as Float])])
    _ = try folder.write("._m-1.safetensors", bytes: [1])
    _ = try folder.write("model.json", bytes: [1])
    for paths in [[folder.path("")], [first, second]] {
      let rows = try ConcatenatedArray(paths: paths, tensor: "rows")
      #expect(rows.shape == [3, 2])
      #expect(rows.count == 6)
      #expect(rows.elementType == .float32)
      #expect(rows.parts.map(\.rows) == [0..<2, 2..<3])
      #expect(try elements(rows) == [1, 2, 3, 4, 5, 6])
      let b = try ConcatenatedArray(paths: paths, tensor: "b")
      #expect(
        b.parts.map(\.array.path).map { $0.hasSuffix("m-2.safetensors") } == [
          true
        ])
      #expect(try elements(b) == [8])
    }
    let shards = try ArrayCollection(paths: [second, first])
    #expect(shards.names == ["b", "rows", "a"])
    #expect(try elements(shards.array(tensor: "rows")) == [5, 6, 1, 2, 3, 4])
    #expect(
      message(try shards.array(tensor: "c"))
        == "\(second) and 1 more: has no tensor 'c'; it has 'b', 'rows', 'a'")
    #expect(
      message(try ArrayCollection(folder: folder.path("")).array())?.contains(
        "has 3 tensors; choose one of: 'rows', 'a', 'b'") == true)
  }

  @Test func foldersWithoutShards() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("")
    #expect(
      message(try ArrayCollection(folder: path))
        == "\(path): has no .safetensors or .npy files")
    let missing = folder.path("missing")
    #expect(
      message(try ArrayCollection(folder: missing))
        == "\(missing): cannot be opened: No such file or directory")
  }

  @Test func severalFilesAsOne() throws {
    let folder = try TemporaryFolder()
    let a = try folder.write("a.npy", "<f4", [2, 2], [1, 2, 3, 4] as [Float])
    let b = try folder.write("b.npy", "<f4", [0, 2], [] as [Float])
    let c = try folder.write(
      "c.safetensors", "F32", [("x", [1, 2], [5, 6] as [Float])])
    let whole = try ConcatenatedArray(paths: [a, b, c])
    #expect(whole.shape == [3, 2])
    #expect(whole.parts.map(\.rows) == [0..<2, 2..<2, 2..<3])
    #expect(try elements(whole) == [1, 2, 3, 4, 5, 6])

    let wide = try folder.write("w.npy", "<f4", [1, 3], [1, 2, 3] as [Float])
    let flat = try folder.write("f.npy", "<f4", [2], [1, 2] as [Float])
    let double = try folder.write("d.npy", "<f8", [1, 2], [1, 2])
    let scalar = try folder.write("s.npy", "<f4", [], [1] as [Float])
    for (other, words) in [
      (wide, "has shape [1, 3], which does not match [2, 2] in \(a)"),
      (flat, "has shape [2], which does not match [2, 2] in \(a)"),
      (double, "has elements of type '<f8', not '<f4' as in \(a)"),
      (scalar, "is a scalar, which has no rows"),
    ] {
      #expect(
        message(try ConcatenatedArray(paths: [a, other]))
          == "\(other): \(words)")
    }
    #expect(try ConcatenatedArray(paths: [scalar]).shape == [])
    let empty = try folder.write(
      "e.npy", "<f4", [1 << 40, 1 << 20, 0], [] as [Float])
    #expect(
      message(try ConcatenatedArray(paths: [empty, empty]))
        == "\(empty): has too many rows, together with the other files")
  }
}
