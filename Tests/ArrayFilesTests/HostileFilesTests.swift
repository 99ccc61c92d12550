import ArrayFiles
import Foundation
import TestSupport
import Testing

@Suite struct HostileFilesTests {
  private func error(_ path: String) throws -> String {
    let line = try #require(message(try StoredArray(path: path)))
    #expect(line.split(whereSeparator: \.isNewline).count == 1)
    return line
  }

  /// Headers of 90 MB, which are too long, and of 3 MB, which are read.
  @Test(.timeLimit(.minutes(1)))
  func largeHeaders() throws {
    let folder = try TemporaryFolder()
    let megabyte = 1 << 20
    let claim = (0..<8).map { UInt8((90 * megabyte) >> (8 * $0) & 0xff) }
    let path = try folder.write(
      "x.safetensors", bytes: claim + Array("{".utf8),
      zeroBytes: 90 * megabyte)
    #expect(
      try error(path)
        == "\(path): has a header of 94371840 bytes; the limit is 4194304")

    let count = 3 * megabyte
    func text(_ part: String) -> String {
      String(repeating: part, count: count / part.utf8.count)
    }
    let headers: [(String, String)] = [
      ("{" + text(" "), "expected '\"'"), ("{\"" + text("a"), "unterminated"),
      ("{\"a\":{\"x\":" + text("["), "too deeply"),
      ("{\"a\":{\"x\":" + text("{\"a\":"), "too deeply"),
      ("{\"a\":{\"x\":[" + text("0,"), "expected a value"),
      ("{\"a\":{\"shape\":[" + text("0,"), "more than 64"),
      ("{\"a\":{\"shape\":[" + text("9"), "too large"),
      ("{\"a\":{\"data_offsets\":[" + text("0,"), "more than 2"),
      ("{\"" + text("\\u0061"), "unterminated"),
    ]
    for (header, word) in headers {
      let path = try folder.write("y.safetensors", bytes: safetensors(header))
      let message = try error(path)
      #expect(message.contains(word), "\(message)")
      #expect(message.utf8.count < 400)
    }
    let npy: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 0, 6]
    let large = try folder.write("x.npy", bytes: npy, zeroBytes: 96 << 20)
    #expect(
      try error(large)
        == "\(large): has a header of 100663296 bytes; the limit is 65536")
  }

  @Test func notArrayFiles() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe.safetensors")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try error(pipe) == "\(pipe): is not a regular file")
    #expect(
      try error(folder.path(""))
        == "\(folder.path("")): is not a regular file"
    )
    let empty = try folder.write("empty.safetensors", bytes: [])
    #expect(try error(empty) == "\(empty): is not a safetensors file")
    let none = try folder.write("empty.npy", bytes: [])
    #expect(try error(none) == "\(none): is not an NPY file")
  }

  /// Names and paths cannot clear the screen or fake a second message.
  @Test func messagesAreOneLine() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "a\nb\u{1b}[2J.safetensors", "C64",
      [(#"x\u001b[2J\ny\u2028z\u202e"#, [1], [1] as [UInt8])])
    let message = try error(path)
    #expect(
      message.hasSuffix(
        #"a\u{a}b\u{1b}[2J.safetensors: tensor 'x\u{1b}[2J\u{a}y\u{2028}z"#
          + #"\u{202e}' has elements of unsupported type 'C64'"#))
    let npy = try folder.write("x.npy", "<f4\u{1b}\n", [1], [0] as [Float])
    #expect(
      try error(npy)
        == "\(npy): has elements of unsupported type '<f4\\u{1b}\\u{a}'")
  }

  /// However a few bytes of a header change, the elements of an accepted array
  /// are in the file.
  @Test func changedBytes() throws {
    var generator = SeededGenerator(seed: 1)
    let header = #"""
      {"__metadata__":{"format":"pt"},
       "a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},
       "\u00e9\n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}
      """#
    let tensors = safetensors(header) + Array(repeating: 0, count: 20)
    let array =
      try NPYHeader(elementType: .float32, shape: [2, 3]).bytes()
      + Array(repeating: 0, count: 24)
    var accepted = 0
    for _ in 0..<5_000 {
      var file = generator.changed(tensors)
      file.withUnsafeBytes { bytes in
        guard let header = try? SafetensorsHeader(parsing: bytes) else {
          return
        }
        accepted += 1
        for tensor in header.tensors {
          #expect(tensor.bytes.upperBound <= bytes.count)
          guard let type = tensor.elementType else { continue }
          #expect(tensor.bytes.count == tensor.shape.reduce(type.size, *))
        }
      }
      file = generator.changed(array)
      file.withUnsafeBytes { bytes in
        guard let header = try? NPYHeader(parsing: bytes) else { return }
        accepted += 1
        let size = header.shape.reduce(header.elementType.size, *)
        #expect(header.dataOffset + size <= bytes.count)
      }
    }
    #expect(accepted > 0)
  }
}

extension SeededGenerator {
  /// A file with a few bytes changed, removed or duplicated.
  fileprivate mutating func changed(_ file: [UInt8]) -> [UInt8] {
    var file = file
    for _ in 0...Int.random(in: 0..<3, using: &self) {
      let place = Int.random(in: 0..<file.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: file[place] = UInt8.random(in: 0...255, using: &self)
      case 1: file[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: file.remove(at: place)
      case 3: file.insert(file[place], at: place)
      case 4:
        let marks = Array(#"{}[],:"\0123456789-.e "#.utf8)
        file[place] = marks[Int.random(in: 0..<marks.count, using: &self)]
      default:
        let end = min(file.count, place + 8)
        file.replaceSubrange(place..<end, with: repeatElement(0xff, count: 2))
      }
    }
    return file
  }
}
