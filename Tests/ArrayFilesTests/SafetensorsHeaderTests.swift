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

  private func refusal(_ file: [UInt8]) -> String? {
    do {
      _ = try parse(file)
      return nil
    } catch {
      return (error as? HeaderRefusal)?.reason
    }
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
        == [.bfloat16, .int64, .float32, .uint8, nil])
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
    for other in ["F8_E4M3", "F8_E5M2", "BOOL", "C64", "f32", "<f4", ""] {
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

  /// Unicode says they are equal; they are not the same name.
  @Test func namesAreBytes() throws {
    let header = #"""
      {"\u00e9":{"dtype":"U8","shape":[],"data_offsets":[0,1]},
       "e\u0301":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}
      """#
    #expect(try parse(header, bytes: 2).tensors.count == 2)
  }

  @Test func fieldsThatNobodyKnows() throws {
    let header = #"""
      {"x":{"dtype":"U8","more":[{"a":[-0.5e+3,1E9,0]},"\\",true,false,null,[],
       {}],"shape":[],"data_offsets":[0,1]}}
      """#
    #expect(try parse(header, bytes: 1).tensors.count == 1)
  }

  /// The fields of one tensor of 4 bytes, and a word of the refusal.
  @Test(
    arguments: [
      (#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#, "4 bytes instead"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,8]"#, "8 bytes instead"),
      (#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#, "is truncated"),
      (#""dtype":"U8","shape":[3],"data_offsets":[0,3]"#, "ends in 1 bytes"),
      (#""dtype":"U8","shape":[3],"data_offsets":[1,4]"#, "no tensor"),
      (#""dtype":"F32","shape":[],"data_offsets":[4,0]"#, "no range"),
      (
        #""dtype":"F32","shape":[],"data_offsets":[0,9223372036854775807]"#,
        "no range"
      ),
      (#""dtype":"F32","shape":[],"data_offsets":[0]"#, "data_offsets"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,2,4]"#, "more than 2"),
      (#""dtype":"F32","shape":[],"data_offsets":[-4,0]"#, "no whole number"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,4.0]"#, "no ']'"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,4e0]"#, "no ']'"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,04]"#, "no ']'"),
      (#""dtype":"F32","shape":[],"data_offsets":[-0,4]"#, "no whole number"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,"4"]"#, "no whole number"),
      (#""dtype":"F32","shape":[],"data_offsets":[0,4,]"#, "more than 2"),
      (#""dtype":"F32","shape":[,],"data_offsets":[0,4]"#, "no whole number"),
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
      (#""dtype":"F32","shape":1,"data_offsets":[0,4]"#, "no '['"),
      (#""dtype":"F32","shape":null,"data_offsets":[0,4]"#, "no '['"),
      (#""dtype":7,"shape":[],"data_offsets":[0,4]"#, "no '\"'"),
      (#""dtype":"F32","data_offsets":[0,4]"#, "no dtype, shape"),
      (#""shape":[],"data_offsets":[0,4]"#, "no dtype, shape"),
      (#""dtype":"F32","shape":[]"#, "no dtype, shape"), ("", "no dtype"),
      (
        #""dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]"#,
        "'dtype' for the second time"
      ),
      (#""dtype":"F32","shape":[],"data_offsets":[0,4],"#, "no '\"'"),
      (#""dtype":"F32" "shape":[],"data_offsets":[0,4]"#, "no '}'"),
      (#""dtype":"F32","x":[1 2]"#, "no ']'"), (#""x":-"#, "no value"),
      (#""x":1."#, "without digits"), (#""x":1e"#, "without digits"),
      (#""x":01"#, "no '}'"), (#""x":tru"#, "no 'true'"),
      (#""x":nulls"#, "no '}'"), (#""x":+1"#, "no value"), (#""x""#, "no ':'"),
      (#""\x""#, "unknown escape"), (#""\u12g4""#, "four digits"),
      (#""\u123"#, "four digits"), (#""\ud800""#, "surrogate"),
      (#""\udc00""#, "surrogate"), (#""\ud800\u0041""#, "surrogate"),
      (#""\ud800\n""#, "surrogate"), ("\"a\nb\"", "control character"),
      ("\"a\u{1b}b\"", "control character"), (#""abc"#, "without an end"),
      (#""abc\"#, "escape"),
    ])
  func fieldsThatAreRefused(_ fields: String, _ word: String) {
    for name in ["x", #"\u001b[2J\n"#] {
      let file = safetensors(#"{"\#(name)":{\#(fields)}}"#) + [0, 0, 0, 0]
      let reason = refusal(file)
      #expect(reason?.contains(word) == true, "\(reason ?? "was accepted")")
      #expect(reason?.contains { $0.isNewline || $0 == "\u{1b}" } == false)
    }
  }

  /// Two tensors of bytes in 4, by their offsets.
  @Test(
    arguments: [
      (0, 2, 2, 4, nil), (2, 4, 0, 2, nil), (0, 4, 4, 4, nil),
      (4, 4, 0, 4, nil), (0, 0, 0, 4, nil), (0, 4, 0, 4, "shares"),
      (0, 3, 2, 4, "shares"), (0, 4, 1, 2, "shares"), (1, 2, 0, 4, "shares"),
      (0, 1, 2, 4, "no tensor"), (1, 2, 2, 4, "no tensor"),
      (0, 1, 1, 3, "ends in 1 bytes"), (0, 2, 2, 5, "is truncated"),
      (0, 4, 2, 2, "shares"),
    ] as [(Int, Int, Int, Int, String?)])
  func pairs(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ word: String?) {
    let header = """
      {"a":{"dtype":"U8","shape":[\(b - a)],"data_offsets":[\(a),\(b)]},\
      "b":{"dtype":"I8","shape":[\(d - c)],"data_offsets":[\(c),\(d)]}}
      """
    let reason = refusal(safetensors(header) + [0, 0, 0, 0])
    #expect(word.map { reason?.contains($0) == true } ?? (reason == nil))
  }

  @Test(
    arguments: [
      ("", "does not begin with '{'"), (" {}", "does not begin with '{'"),
      ("[]", "does not begin with '{'"), ("{", "no '\"'"), ("{}}", "more"),
      ("{} x", "more"), ("{,}", "no '\"'"), ("{'a':1}", "no '\"'"),
      (#"{"a":1}"#, "no '{'"), (#"{"a":{},"a":{}}"#, "no dtype"),
      (#"{"__metadata__":{"a":1}}"#, "no '\"'"),
      (#"{"__metadata__":{"a":"","a":""}}"#, "second time"),
      (#"{"__metadata__":[]}"#, "no '{'"),
      (#"{"__metadata__":{},"__metadata__":{}}"#, "second time"),
      ("{}\0", "more"),
      (
        #"""
        {"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
        "\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
        """#, "'a' for the second time"
      ),
    ])
  func headersThatAreRefused(_ header: String, _ word: String) {
    let reason = refusal(safetensors(header))
    #expect(reason?.contains(word) == true, "\(reason ?? "was accepted")")
  }

  @Test func filesThatAreRefused() {
    let good =
      safetensors(#"{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#)
      + [0, 0, 0, 0]
    #expect(refusal(good) == nil)
    for count in 0..<good.count {
      #expect(refusal(Array(good.prefix(count))) != nil)
    }
    var notText = good
    notText[10] = 0xff
    #expect(refusal(notText)?.contains("not UTF-8") == true)
    var huge = good
    huge.replaceSubrange(0..<8, with: repeatElement(0xff, count: 8))
    #expect(
      refusal(huge)
        == "has a header of 18446744073709551615 bytes; at most 4194304 are "
        + "read")
  }
}
