/// A ZIP file that a test makes, right or wrong.
package struct ZipWriter {
  package struct Member {
    package var name: String
    package var bytes: [UInt8]
    /// 0 for bytes as they are, 8 for deflate.
    package var method: UInt16
    package var flags: UInt16 = 0
    /// What the directory says, if it is not true.
    package var count: UInt64?
    package var compressedCount: UInt64?
    package var checksum: UInt32?
    package var start: UInt64?
    /// Before the bytes, as some programs align them.
    package var padding = 0

    package init(_ name: String, _ bytes: [UInt8], method: UInt16 = 0) {
      self.name = name
      self.bytes = bytes
      self.method = method
    }
  }

  package var members: [Member]
  /// Whether all numbers are in 64-bit records.
  package var isWide = false
  package var comment: [UInt8] = []

  package init(_ members: [Member]) { self.members = members }

  package var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let start = member.start ?? UInt64(file.count)
      let stored =
        member.method == 8 ? Self.deflated(member.bytes) : member.bytes
      let numbers = [
        member.count ?? UInt64(member.bytes.count),
        member.compressedCount ?? UInt64(stored.count),
      ]
      let common =
        little(member.flags) + little(member.method) + [0, 0, 0, 0]
        + little(member.checksum ?? Self.checksum(of: member.bytes))
      let name = Array(member.name.utf8)
      file += [0x50, 0x4b, 3, 4, 20, 0] + common
      file += little(UInt32(stored.count)) + little(UInt32(member.bytes.count))
      file += little(UInt16(name.count)) + little(UInt16(member.padding))
      file += name + [UInt8](repeating: 0, count: member.padding) + stored

      let wide = isWide ? numbers + [start] : []
      let extra =
        isWide ? [1, 0, 24, 0] + wide.flatMap { little($0) } : [UInt8]()
      func narrow(_ number: UInt64) -> [UInt8] {
        little(isWide ? UInt32.max : UInt32(truncatingIfNeeded: number))
      }
      directory += [0x50, 0x4b, 1, 2, 20, 0, 20, 0] + common
      directory += narrow(numbers[1]) + narrow(numbers[0])
      directory += little(UInt16(name.count)) + little(UInt16(extra.count))
      directory += [UInt8](repeating: 0, count: 10) + narrow(start)
      directory += name + extra
    }
    return file + directory + end(UInt64(file.count), UInt64(directory.count))
  }

  private func end(_ start: UInt64, _ size: UInt64) -> [UInt8] {
    let count = UInt64(members.count)
    let tail = little(UInt16(comment.count)) + comment
    guard isWide else {
      return [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + little(UInt16(count))
        + little(UInt16(count)) + little(UInt32(size)) + little(UInt32(start))
        + tail
    }
    return [0x50, 0x4b, 6, 6] + little(44 as UInt64)
      + [UInt8](repeating: 0, count: 12) + little(count) + little(count)
      + little(size) + little(start)
      + [0x50, 0x4b, 6, 7, 0, 0, 0, 0] + little(start + size) + [1, 0, 0, 0]
      + [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
      + [UInt8](repeating: 0xff, count: 12) + tail
  }

  /// Blocks without compression, which any inflater reads.
  package static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(1000)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      result += [rest.isEmpty ? 1 : 0] + little(count) + little(~count) + block
    } while !rest.isEmpty
    return result
  }

  /// CRC-32, a bit at a time.
  package static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0)
      }
    }
  }
}

/// The bytes of a number, the lowest first.
package func little(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian, Array.init)
}
