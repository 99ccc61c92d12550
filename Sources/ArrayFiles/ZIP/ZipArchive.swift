/// The members of a ZIP file, as its central directory lists them.
///
/// Format: PKWARE's APPNOTE, with the 64-bit records; without encryption, and in
/// one file.
struct ZipArchive: Sendable {
  struct Member: Sendable {
    let name: String
    /// 0 for bytes as they are, 8 for deflate.
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt32
    /// Where its bytes are, compressed or not.
    let bytes: Range<Int>
    /// Bytes when they are inflated.
    let count: Int
  }

  /// In the order of the directory.
  let members: [Member]

  /// Far more than an archive of arrays needs, some 40,000 members.
  private static let maximumDirectory = 4 << 20

  /// Whether a file is a ZIP file, by its first bytes.
  static func begins(_ file: UnsafeRawBufferPointer) -> Bool {
    let start = file.prefix(4)
    return start.elementsEqual([0x50, 0x4b, 3, 4])
      || start.elementsEqual([0x50, 0x4b, 5, 6])
  }

  /// - Throws: ``HeaderError`` if the directory is damaged, or members are not
  ///   within the file, each in a place of its own.
  init(parsing file: UnsafeRawBufferPointer) throws(HeaderError) {
    let directory = try ZipDirectory(in: file)
    guard directory.bytes.count <= Self.maximumDirectory else {
      throw HeaderError(
        "has a directory of \(directory.bytes.count) bytes; the limit is "
          + "\(Self.maximumDirectory)")
    }
    var members: [(member: Member, start: Int)] = []
    var names: Set<[UInt8]> = []
    var position = directory.bytes.lowerBound
    while position < directory.bytes.upperBound {
      let record = try ZipRecord(
        in: file, at: &position, before: directory.bytes.upperBound)
      guard names.insert(Array(record.name.utf8)).inserted else {
        throw HeaderError("has two members \(record.name.quoted)")
      }
      let bytes = try record.bytes(
        in: file, before: directory.bytes.lowerBound)
      members.append((record.member(bytes), record.start))
    }
    guard members.count == directory.count else {
      throw HeaderError(
        "has \(members.count) members instead of \(directory.count)")
    }
    var end = 0
    for (member, start) in members.sorted(by: { $0.start < $1.start }) {
      guard start >= end else {
        throw HeaderError("has members that overlap: \(member.name.quoted)")
      }
      end = member.bytes.upperBound
    }
    self.members = members.map(\.member)
  }
}

/// The place of the central directory, from the records at a file's end.
private struct ZipDirectory {
  let bytes: Range<Int>
  /// The number of members.
  let count: Int

  init(in file: UnsafeRawBufferPointer) throws(HeaderError) {
    guard let end = Self.end(of: file) else {
      throw HeaderError("is a ZIP file without its end: it is truncated")
    }
    var count = Int(file.number(2, at: end + 10))
    var size = Int(file.number(4, at: end + 12))
    var start = Int(file.number(4, at: end + 16))
    var limit = end
    if count == 0xffff || size == 0xffff_ffff || start == 0xffff_ffff {
      // The 64-bit record, and what says where it is.
      guard end >= 20, file.number(4, at: end - 20) == 0x0706_4b50,
        let record = file.offset(at: end - 12), record <= end - 20 - 56,
        file.number(4, at: record) == 0x0606_4b50,
        let large = file.offset(at: record + 32),
        let bytes = file.offset(at: record + 40),
        let offset = file.offset(at: record + 48)
      else { throw HeaderError("has a damaged ZIP directory") }
      (count, size, start, limit) = (large, bytes, offset, record)
    }
    guard start <= limit, size <= limit - start else {
      throw HeaderError("has a ZIP directory beyond its end")
    }
    self.count = count
    bytes = start..<start + size
  }

  /// The last record that is as long as the rest of the file, with its comment.
  private static func end(of file: UnsafeRawBufferPointer) -> Int? {
    let last = file.count - 22
    guard last >= 0 else { return nil }
    return (max(0, last - 0xffff)...last).last {
      file.number(4, at: $0) == 0x0605_4b50
        && Int(file.number(2, at: $0 + 20)) == last - $0
    }
  }
}
