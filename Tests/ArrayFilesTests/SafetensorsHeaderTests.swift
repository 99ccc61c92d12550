import ArrayFiles
import TestSupport
import Testing

@Suite struct SafetensorsHeaderTests {
  private func parse(_ file: [UInt8]) throws -> SafetensorsHeader {
    try file.withUnsafeBytes { try SafetensorsHeader(parsing: $0) }
  }

  private func parse(
    _ header: String, bytes count: Int
  ) throws -> SafetensorsHeader {
    try parse(safetensors(header) + Array(repeating: 0, count: count))
  }

  private func problem(_ file: [UInt8]) -> String? {
    message(try parse(file))
  }

  @Test func tensors() throws {
    let header = """
      {"__metadata__": {"format": "pt", "": "\\u0000"},
       "b": {"dtype": "F32", "shape": [2, 3], "data_offsets": [4, 28]},
       "a": {"data_offsets": [0, 4], "shape": [2], "dtype": "BF16"},
       "none": {"dtype": "I64", "shape": [5, 0], "data_offsets": [4, 4]},
       "one": {"dtype": "U8", "shape": [], "data_offsets": [28, 29]},
       "flags": {"dtype": "BOOL", "shape": [3], "data_offsets": [29, 32]}
      }   \t\r\n
      """
    let start = 8 + header.utf8.count
    let tensors = try parse(header, bytes: 32).tensors
    #expect(tensors.map(\.name) == ["a", "none", "b", "one", "flags"])
    #expect(
      tensors.map(\.elementType)
        == [.bfloat16, .int64, .float32, .uint8, .uint8])
    #expect(tensors.map(\.shape) == [[2], [5, 0], [2, 3], [], [3]])
    #expect(
      tensors.map(\.bytes)
        == [0..<4, 4..<4, 4..<28, 28..<29, 29..<32].map {
          $0.lowerBound + start..<$0.upperBound + start
        })
  }

  @Test func noTensors() throws {
    #expect(try parse("{}", bytes: 0).tensors == [])
    #expect(try parse(#"{"__metadata__":{}}"#, bytes: 0).tensors == [])
  }

  @Test func spellings() throws {
    for type in ElementType.allCases {
      let spelling = type.safetensorsSpelling
      #expect(ElementType(safetensorsSpelling: spelling) == type)
      let header = """
        {"x":{"dtype":"\(spelling)","shape":[3],\
        "data_offsets":[0,\(3 * type.size)]}}
        """
      let tensors = try parse(header, bytes: 3 * type.size).tensors
      #expect(tensors.map(\.elementType) == [type])
    }
    for other in ["F8_E8M0", "F4", "BOOL", "C64", "f32", "<f4", ""] {
      #expect(ElementType(safetensorsSpelling: other) == nil)
    }
  }

  @Test(
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
      (#"\u00e9\u20AC"#, "é€"), (#"\ud83d\uDE00"#, "😀"), ("é€😀", "é€😀"),
      (#"\u0000"#, "\0"), ("", ""),
    ])
  func names(_ text: String, _ name: String) throws {
    let header = #"{"\#(text)":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}"#
    let tensors = try parse(header, bytes: 1).tensors
    #expect(tensors.map { Array($0.name.utf8) } == [Array(name.utf8)])
  }

  /// Names that are equal in Unicode are different if their bytes differ.
  @Test func namesAreBytes() throws {
    let header = #"""
      {"\u00e9":{"dtype":"U8","shape":[],"data_offsets":[0,1]},
       "e\u0301":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}
      """#
    #expect(try parse(header, bytes: 2).tensors.count == 2)
  }

  @Test func unknownFields() throws {
    let header = #"""
      {"x":{"dtype":"U8","more":[{"a":[-0.5e+3,1E9,0]},"\\",true,false,null,[],
       {}],"shape":[],"data_offsets":[0,1]}}
      """#
    #expect(try parse(header, bytes: 1).tensors.count == 1)
  }

  /// The fields of one tensor of 4 bytes, and a part of the message.
  @Test(
    arguments: [
      (#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#, "4 bytes instead"),
      (#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#, "is truncated"),
      (#""dtype":"U8","shape":[3],"data_offsets":[0,3]"#, "1 bytes after"),
      (#""dtype":"U8","shape":[3],"data_offsets":[1,4]"#, "has a gap"),
      (#""dtype":"F32","shape":[,],"data_offsets":[0,4]"#, "integer"),
      (
        #""dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]"#,
        "too large"
      ),
      (
        #""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]"#,
        "overflows"
      ),
      (
        #""dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]"#,
        "overflows"
      ),
      (#""dtype":"F32","shape":1,"data_offsets":[0,4]"#, "expected '['"),
      (#""dtype":"F32","shape":null,"data_offsets":[0,4]"#, "expected '['"),
      (#""dtype":7,"shape":[],"data_offsets":[0,4]"#, "expected '\"'"),
      (#""dtype":"F32","data_offsets":[0,4]"#, "without dtype, shape"),
      (#""shape":[],"data_offsets":[0,4]"#, "without dtype, shape"),
      (#""dtype":"F32","shape":[]"#, "without dtype, shape"),
      ("", "without dtype"),
      (
        #""dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]"#,
        "duplicate key 'dtype'"
      ),
      (#""dtype":"F32","shape":[],"data_offsets":[0,4],"#, "expected '\"'"),
      (#""dtype":"F32" "shape":[],"data_offsets":[0,4]"#, "expected '}'"),
      (#""dtype":"F32","x":[1 2]"#, "expected ']'"), (#""x":-"#, "a value"),
      (#""x":1."#, "a digit"), (#""x":1e"#, "a digit"),
      (#""x":01"#, "expected '}'"), (#""x":tru"#, "expected 'true'"),
      (#""x":nulls"#, "expected '}'"), (#""x":+1"#, "a value"),
      (#""x""#, "expected ':'"),
      (#""\x""#, "unknown escape"), (#""\u12g4""#, "four hexadecimal digits"),
      (#""\u123"#, "four hexadecimal digits"), (#""\ud800""#, "surrogate"),
      (#""\udc00""#, "surrogate"), (#""\ud800\u0041""#, "surrogate"),
      (#""\ud800\n""#, "surrogate"), ("\"a\nb\"", "control character"),
      ("\"a\u{1b}b\"", "control character"), (#""abc"#, "unterminated"),
      (#""abc\"#, "escape"),
    ])
  func fieldsThatAreInvalid(_ fields: String, _ word: String) {
    check(fields, word)
  }

  /// For a tensor of 4 bytes.
  @Test(
    arguments: [
      ("[0,8]", "8 bytes instead"),
      ("[4,0]", "invalid data_offsets"),
      ("[0]", "data_offsets"),
      ("[0,2,4]", "more than 2"),
      ("[-4,0]", "integer"),
      ("[0,4.0]", "expected ']'"),
      ("[0,4e0]", "expected ']'"),
      ("[0,04]", "expected ']'"),
      ("[-0,4]", "integer"),
      ("[0,\"4\"]", "integer"),
      ("[0,4,]", "more than 2"),
      ("[0,9223372036854775807]", "invalid data_offsets"),
    ])
  func offsetsThatAreInvalid(_ offsets: String, _ word: String) {
    check(#""dtype":"F32","shape":[],"data_offsets":\#(offsets)"#, word)
  }

  private func check(_ fields: String, _ word: String) {
    for name in ["x", #"\u001b[2J\n"#] {
      let file = safetensors(#"{"\#(name)":{\#(fields)}}"#) + [0, 0, 0, 0]
      let reason = problem(file)
      #expect(reason?.contains(word) == true, "\(reason ?? "was accepted")")
      #expect(reason?.contains { $0.isNewline || $0 == "\u{1b}" } == false)
    }
  }

  /// Two tensors of bytes in 4, by their offsets.
  @Test(
    arguments: [
      (0, 2, 2, 4, nil), (2, 4, 0, 2, nil), (0, 4, 4, 4, nil),
      (4, 4, 0, 4, nil), (0, 0, 0, 4, nil), (0, 4, 0, 4, "overlaps"),
      (0, 3, 2, 4, "overlaps"), (0, 4, 1, 2, "overlaps"),
      (1, 2, 0, 4, "overlaps"),
      (0, 1, 2, 4, "has a gap"), (1, 2, 2, 4, "has a gap"),
      (0, 1, 1, 3, "1 bytes after"), (0, 2, 2, 5, "is truncated"),
      (0, 4, 2, 2, "overlaps"),
    ] as [(Int, Int, Int, Int, String?)])
  func pairs(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ word: String?) {
    let header = """
      {"a":{"dtype":"U8","shape":[\(b - a)],"data_offsets":[\(a),\(b)]},\
      "b":{"dtype":"I8","shape":[\(d - c)],"data_offsets":[\(c),\(d)]}}
      """
    let reason = problem(safetensors(header) + [0, 0, 0, 0])
    #expect(word.map { reason?.contains($0) == true } ?? (reason == nil))
  }

  @Test(
    arguments: [
      ("", "does not begin with '{'"), (" {}", "does not begin with '{'"),
      ("[]", "does not begin with '{'"), ("{", "expected '\"'"),
      ("{}}", "unexpected text"),
      ("{} x", "unexpected text"), ("{,}", "expected '\"'"),
      ("{'a':1}", "expected '\"'"),
      (#"{"a":1}"#, "expected '{'"), (#"{"a":{},"a":{}}"#, "without dtype"),
      (#"{"__metadata__":{"a":1}}"#, "expected '\"'"),
      (#"{"__metadata__":{"a":"","a":""}}"#, "duplicate key"),
      (#"{"__metadata__":[]}"#, "expected '{'"),
      (#"{"__metadata__":{},"__metadata__":{}}"#, "duplicate key"),
      ("{}\0", "unexpected text"),
      (
        #"""
        {"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
        "\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
        """#, "duplicate key 'a'"
      ),
    ])
  func headersThatAreInvalid(_ header: String, _ word: String) {
    let reason = problem(safetensors(header))
    #expect(reason?.contains(word) == true, "\(reason ?? "was accepted")")
  }

  @Test func filesThatAreInvalid() {
    let good =
      safetensors(#"{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#)
      + [0, 0, 0, 0]
    #expect(problem(good) == nil)
    for count in 0..<good.count {
      #expect(problem(Array(good.prefix(count))) != nil)
    }
    var notText = good
    notText[10] = 0xff
    #expect(problem(notText)?.contains("invalid UTF-8") == true)
    var huge = good
    huge.replaceSubrange(0..<8, with: repeatElement(0xff, count: 8))
    #expect(
      problem(huge)
        == "has a header of 18446744073709551615 bytes; the limit is 4194304")
  }
}
