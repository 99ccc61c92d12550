import ArrayFiles
import TestSupport
import Testing

/// ZIP files of NPY files, right and hostile.
@Suite struct NPZTests {
  private typealias Member = ZipWriter.Member

  private func npy(
    _ values: [Float], _ shape: [Int]
  ) throws -> [UInt8] {
    try NPYHeader(elementType: .float32, shape: shape).bytes()
      + values.withUnsafeBytes(Array.init)
  }

  private func floats(_ path: String, _ name: String? = nil) throws -> [Float] {
    let array = try ConcatenatedArray(paths: [path], tensor: name)
    return try ArrayReader<Float>(array)
      .withElements(0..<array.count) { Array($0) }
  }

  @Test(arguments: [false, true], [0, 8] as [UInt16])
  func members(_ isWide: Bool, _ method: UInt16) throws {
    let folder = try TemporaryFolder()
    let values = (0..<3000).map(Float.init)
    // Elements at any address.
    for padding in 0..<4 {
      var members = [
        Member("readme", [1, 2]),
        Member("a.npy", try npy(values, [1000, 3]), method: method),
        Member("b.npy", try npy([7], [1]), method: method),
      ]
      members[1].padding = padding
      var zip = ZipWriter(members)
      zip.isWide = isWide
      zip.comment = Array("a comment".utf8)
      let path = try folder.write("x.npz", bytes: zip.bytes)
      #expect(try ArrayCollection(paths: [path]).names == ["a", "b"])
      #expect(try floats(path, "a") == values)
      #expect(try floats(path, "b") == [7])
      let array = try StoredArray(path: path, tensor: "a")
      #expect((array.name, array.shape) == ("a", [1000, 3]))
      // Forward, and back.
      for range in [2990..<3000, 5..<2500, 0..<0, 0..<1] {
        #expect(
          try array.withElements(range, as: Float.self) { Array($0) }
            == Array(values[range]))
      }
      let reader = ArrayReader<Float>(
        try ConcatenatedArray(paths: [path], tensor: "a"))
      for start in [0, 700, 1400, 100, 2999] {
        #expect(
          try reader.withElements(start..<start + 1) { $0[0] } == values[start])
      }
      #expect(
        message(try StoredArray(path: path))
          == "\(path): has 2 tensors; choose one of: 'a', 'b'")
    }
  }

  /// What is wrong with the second of two members.
  private func problem(
    _ change: (inout ZipWriter, [UInt8]) -> Void
  ) throws -> String {
    let folder = try TemporaryFolder()
    let array = try npy([1, 2, 3, 4], [2, 2])
    var zip = ZipWriter([Member("a.npy", array), Member("b.npy", array)])
    change(&zip, array)
    let path = try folder.write("x.npz", bytes: zip.bytes)
    let clock = ContinuousClock()
    var reason = "is read"
    let time = try clock.measure {
      reason =
        message(try floats(path, "b"))?.replacing("\(path): ", with: "")
        ?? reason
    }
    #expect(time < .seconds(1))
    return reason
  }

  @Test func hostileMembers() throws {
    #expect(try problem { _, _ in } == "is read")
    #expect(
      try problem { zip, _ in zip.members[1].start = 0 }
        == "has members that overlap: 'b.npy'")
    #expect(
      try problem { zip, _ in zip.members[1].start = 10 }
        == "has no member 'b.npy' where it should be")
    for far in [1 << 20, UInt64(UInt32.max) - 1] {
      #expect(
        try problem { zip, _ in zip.members[1].start = far }
          == "has no member 'b.npy' where it should be")
    }
    for far in [UInt64(Int.max), .max, 1 << 40] {
      let reason = try problem { zip, _ in
        zip.isWide = true
        zip.members[1].start = far
      }
      #expect(
        reason
          == (far == .max
            ? "has a damaged ZIP directory"
            : "has no member 'b.npy' where it should be"))
    }
    #expect(
      try problem { zip, _ in
        zip.members[1].count = 1 << 30
        zip.members[1].compressedCount = 1 << 30
      } == "has a member beyond its end: 'b.npy'")
    #expect(
      try problem { zip, _ in zip.members[1].count = 10 }
        == "has a member of an impossible size: 'b.npy', 10 bytes")
    #expect(
      try problem { zip, _ in zip.members[1].name = "a.npy" }
        == "has two members 'a.npy'")
    #expect(
      try problem { zip, _ in zip.members[1].flags = 1 }
        == "member 'b.npy' is encrypted")
    #expect(
      try problem { zip, _ in zip.members[1].method = 14 }
        == "member 'b.npy' is compressed by method 14, which is not deflate")
    #expect(
      try problem { zip, _ in zip.members[1].bytes.removeLast() }
        == "member 'b.npy' is truncated: 15 bytes of elements instead of 16")
  }

  @Test func hostileCompression() throws {
    #expect(
      try problem { zip, _ in
        zip.isWide = true
        zip.members[1].method = 8
        zip.members[1].count = 1 << 40
      } == "has a member of an impossible size: 'b.npy', 1099511627776 bytes")
    #expect(
      try problem { zip, _ in
        zip.members[1].method = 8
        zip.members[1].checksum = 1
      } == "member 'b.npy' is damaged: its checksum is wrong")
    #expect(
      try problem { zip, array in
        zip.members[1].method = 8
        zip.members[1].count = UInt64(array.count + 1)
      } == "member 'b.npy' is damaged: it ends after 144 of 145 bytes")
    #expect(
      try problem { zip, array in
        zip.members[1].method = 8
        zip.members[1].bytes.append(0)
        zip.members[1].count = UInt64(array.count)
      } == "member 'b.npy' has more than 144 bytes")
  }

  @Test func archivesThatAreCutOff() throws {
    let folder = try TemporaryFolder()
    let good = ZipWriter([Member("a.npy", try npy([1, 2], [2]), method: 8)])
    let bytes = good.bytes
    for count in 4..<bytes.count {
      let path = try folder.write("x.npz", bytes: Array(bytes.prefix(count)))
      #expect(message(try floats(path)) != nil)
    }
    let none = try folder.write("x.npz", bytes: ZipWriter([]).bytes)
    #expect(
      message(try floats(none))
        == "\(none): is a ZIP file without arrays: neither NPY files nor "
        + "PyTorch's are in it")
  }

  /// Each byte in turn, changed in every bit: an error, or an array.
  @Test func changedBytes() throws {
    let folder = try TemporaryFolder()
    for isWide in [false, true] {
      var zip = ZipWriter([
        Member("a.npy", try npy([1, 2], [2]), method: 8),
        Member("b.npy", try npy([1, 2], [2])),
      ])
      zip.isWide = isWide
      for place in zip.bytes.indices {
        var bytes = zip.bytes
        bytes[place] ^= 0xff
        let path = try folder.write("x.npz", bytes: bytes)
        for name in ["a", "b"] {
          let reason = message(try floats(path, name)) ?? ""
          #expect(!reason.contains("another type"), "\(place)")
        }
      }
    }
  }
}
