import ArrayFiles
import Testing

@Suite struct NPYHeaderTests {
  /// A file with a header of the given version and text, and `count` bytes.
  private func file(
    version: UInt8 = 1, _ text: String, bytes count: Int
  ) -> [UInt8] {
    let length = text.utf8.count
    let lengthBytes =
      (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xff) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes
      + Array(text.utf8) + Array(repeating: 0, count: count)
  }

  private func parse(_ bytes: [UInt8]) throws -> NPYHeader {
    try bytes.withUnsafeBytes { try NPYHeader(parsing: $0) }
  }

  private func problem(_ bytes: [UInt8]) -> String? {
    message(try parse(bytes))
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func versions(_ version: UInt8) throws {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n"
    let header = try parse(file(version: version, text, bytes: 48))
    #expect(header.elementType == .float32)
    #expect(header.shape == [3, 4])
    #expect(header.dataOffset == (version == 1 ? 10 : 12) + text.utf8.count)
  }

  @Test func otherSpellings() throws {
    let text = #"{"shape":(2,),"fortran_order":True,"descr":"<i8"}   "#
    let header = try parse(file(text, bytes: 16))
    #expect(header.elementType == .int64)
    #expect(header.shape == [2])
    let scalar = "{'descr': '|u1', 'fortran_order': False, 'shape': ()}"
    #expect(try parse(file(scalar, bytes: 1)).shape == [])
    let empty = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 7)}"
    #expect(try parse(file(empty, bytes: 0)).shape == [0, 7])
  }

  @Test(
    arguments: [
      ("{'descr': '>f3', 'fortran_order': False, 'shape': (3, 4), }", ">f3"),
      ("{'descr': 'f4', 'fortran_order': False, 'shape': (3, 4), }", "'f4'"),
      ("{'descr': '<V4', 'fortran_order': False, 'shape': (3, 4), }", "<V4"),
      ("{'descr': '|O', 'fortran_order': False, 'shape': (3, 4), }", "objects"),
      ("{'descr': '<U5', 'fortran_order': False, 'shape': (3, 4), }", "text"),
      ("{'descr': '|S5', 'fortran_order': False, 'shape': (3, 4), }", "text"),
      ("{'descr': '<c8', 'fortran_order': False, 'shape': (3, 4), }", "<c8"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 5), }", "48"),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': "
          + "(4294967296, 4294967296), }", "overflows"
      ),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': "
          + "(99999999999999999999, ), }", "number too large"
      ),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-3, 4)}", "integer"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (3 4)}", "')'"),
      ("{'descr': '<f4', 'fortran_order': False}", "and shape"),
      ("{'descr': '<f4', 'descr': '<f4', 'shape': (3,4)}", "duplicate"),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 4)}", "'False'"),
      ("{'descr': [('a', '<f4')], 'fortran_order': False}", "records"),
      ("{'descr': '<f4', 'x': 1, 'shape': (3, 4)}", "unknown key 'x'"),
      ("{'descr': '<f4", "expected"), ("", "expected '{'"), ("{", "expected"),
      (String(repeating: "{", count: 60_000), "expected"),
      ("{'shape': " + String(repeating: "(", count: 60_000), "integer"),
      ("{'descr': " + String(repeating: "'", count: 60_000), "expected '}'"),
      ("{" + String(repeating: " ", count: 60_000), "expected"),
      ("{}", "and shape"), ("{,}", "expected"),
      ("\u{ff}\u{fe}", "expected '{'"),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)} x",
        "unexpected text"
      ),
    ])
  func headersThatAreInvalid(_ text: String, _ word: String) {
    let reason = problem(file(text, bytes: 48))
    #expect(reason?.contains(word) == true, "\(reason ?? "was accepted")")
  }

  @Test func filesThatAreInvalid() {
    let good = file(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", bytes: 48)
    #expect(problem(good) == nil)
    for count in 0..<good.count {
      #expect(problem(Array(good.prefix(count))) != nil)
    }
    #expect(
      problem(Array("PK\u{3}\u{4} an archive".utf8)) == "is not an NPY file")
    var future = good
    future[6] = 9
    #expect(problem(future) == "has NPY version 9; expected 1, 2 or 3")
    var huge = file(version: 2, "{}", bytes: 48)
    huge.replaceSubrange(8..<12, with: [0xff, 0xff, 0xff, 0x7f])
    #expect(
      problem(huge) == "has a header of 2147483647 bytes; the limit is 65536")
  }

  @Test func writtenHeadersCanBeRead() throws {
    for shape in [[], [5], [0, 3], [1797, 10], [1 << 30, 1 << 10]] {
      for type in ElementType.allCases where type.npySpelling != nil {
        let header = try NPYHeader(elementType: type, shape: shape)
        let bytes = header.bytes()
        #expect(bytes.count % 64 == 0)
        #expect(bytes.count == header.dataOffset)
        let size = shape.reduce(type.size, *)
        guard size <= 1 << 20 else { continue }
        let read = try parse(bytes + Array(repeating: 0, count: size))
        #expect(read == header)
      }
    }
  }

  @Test func bfloat16HasNoSpelling() {
    #expect(throws: HeaderError.self) {
      try NPYHeader(elementType: .bfloat16, shape: [])
    }
  }
}
