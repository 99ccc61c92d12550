import ArrayFiles
import TestSupport
import Testing

@Suite struct StoredArrayTests {
  private func elements(_ array: StoredArray) -> [Float] {
    array.withElements(0..<array.count, as: Float.self) { Array($0) }
  }

  private func elements(_ array: ConcatenatedArray) -> [Float] {
    array.parts.flatMap { elements($0.array) }
  }

  @Test func formats() throws {
    let folder = try TemporaryFolder()
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let npy = try folder.write("x.npy", "<f4", [2, 3], values)
    let array = try StoredArray(path: npy)
    #expect(array.name == nil)
    #expect((array.elementType, array.spelling) == (.float32, "<f4"))
    #expect(array.shape == [2, 3])
    #expect(elements(array) == values)
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
        #expect(elements(array) == values)
        #expect(
          array.withElements(1..<3, as: Float.self) { Array($0) } == [2, 3])
      }
    }
    #expect(
      message(try StoredArray(path: npy, tensor: "logits"))
        == "\(npy): is an NPY file, which has no tensor 'logits'")
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
    for type in ["BOOL", "F8_E4M3", "C64"] {
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
    _ = try folder.write("model.safetensors.index.json", bytes: [1])
    for paths in [[folder.path("")], [first, second]] {
      let rows = try ConcatenatedArray(paths: paths, tensor: "rows")
      #expect(rows.shape == [3, 2])
      #expect(rows.count == 6)
      #expect(rows.elementType == .float32)
      #expect(rows.parts.map(\.rows) == [0..<2, 2..<3])
      #expect(elements(rows) == [1, 2, 3, 4, 5, 6])
      let b = try ConcatenatedArray(paths: paths, tensor: "b")
      #expect(
        b.parts.map(\.array.path).map { $0.hasSuffix("m-2.safetensors") } == [
          true
        ])
      #expect(elements(b) == [8])
    }
    let shards = try SafetensorsShards(paths: [second, first])
    #expect(shards.names == ["b", "rows", "a"])
    #expect(try elements(shards.array(tensor: "rows")) == [5, 6, 1, 2, 3, 4])
    #expect(
      message(try shards.array(tensor: "c"))
        == "\(second) and 1 more: has no tensor 'c'; it has 'b', 'rows', 'a'")
    #expect(
      message(try SafetensorsShards(folder: folder.path("")).array())?.contains(
        "has 3 tensors; choose one of: 'rows', 'a', 'b'") == true)
  }

  @Test func foldersWithoutShards() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("")
    #expect(
      message(try SafetensorsShards(folder: path))
        == "\(path): has no .safetensors files")
    let missing = folder.path("missing")
    #expect(
      message(try SafetensorsShards(folder: missing))
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
    #expect(elements(whole) == [1, 2, 3, 4, 5, 6])

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
