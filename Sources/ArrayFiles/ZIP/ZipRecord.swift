/// A member's record in the central directory.
struct ZipRecord {
  let name: String
  /// Where the record before its bytes is.
  let start: Int
  private let flags: UInt64
  private let method: Int
  private let checksum: UInt32
  private let compressed: Int
  private let count: Int

  init(
    in file: UnsafeRawBufferPointer, at position: inout Int, before end: Int
  ) throws(HeaderError) {
    let place = position
    guard end - place >= 46, file.number(4, at: place) == 0x0201_4b50 else {
      throw HeaderError("has a damaged ZIP directory")
    }
    let nameLength = Int(file.number(2, at: place + 28))
    let extra = place + 46 + nameLength
    let extraEnd = extra + Int(file.number(2, at: place + 30))
    position = extraEnd + Int(file.number(2, at: place + 32))
    guard position <= end else {
      throw HeaderError("has a damaged ZIP directory")
    }
    name = String(decoding: file[place + 46..<extra], as: UTF8.self)
    flags = file.number(2, at: place + 8)
    method = Int(file.number(2, at: place + 10))
    checksum = UInt32(file.number(4, at: place + 16))
    // Numbers that need 64 bits are in the extra field, in this order.
    var wide = Self.wideNumbers(file, extra..<extraEnd)
    func number(_ offset: Int) throws(HeaderError) -> Int {
      let number = file.number(4, at: place + offset)
      guard number == 0xffff_ffff else { return Int(number) }
      guard let next = wide.popFirst(), let number = Int(exactly: next) else {
        throw HeaderError("has a damaged ZIP directory")
      }
      return number
    }
    count = try number(24)
    compressed = try number(20)
    start = try number(42)
  }

  private static func wideNumbers(
    _ file: UnsafeRawBufferPointer, _ extra: Range<Int>
  ) -> ArraySlice<UInt64> {
    var place = extra.lowerBound
    while extra.upperBound - place >= 4 {
      let length = Int(file.number(2, at: place + 2))
      guard length <= extra.upperBound - place - 4 else { break }
      if file.number(2, at: place) == 1 {
        return (0..<length / 8).map { file.number(8, at: place + 4 + 8 * $0) }[
          ...]
      }
      place += 4 + length
    }
    return []
  }

  /// The place of its bytes, which the record before them ends.
  func bytes(
    in file: UnsafeRawBufferPointer, before end: Int
  ) throws(HeaderError) -> Range<Int> {
    guard start <= end - 30, file.number(4, at: start) == 0x0403_4b50 else {
      throw HeaderError("has no member \(name.quoted) where it should be")
    }
    let first =
      start + 30 + Int(file.number(2, at: start + 26))
      + Int(file.number(2, at: start + 28))
    guard first <= end, compressed <= end - first else {
      throw HeaderError("has a member beyond its end: \(name.quoted)")
    }
    // Deflate makes at most 1,032 bytes of one.
    guard method == 0 ? count == compressed : count / 1032 <= compressed
    else {
      throw HeaderError(
        "has a member of an impossible size: \(name.quoted), \(count) bytes")
    }
    return first..<first + compressed
  }

  func member(_ bytes: Range<Int>) -> ZipArchive.Member {
    ZipArchive.Member(
      name: name, method: method, isEncrypted: flags & 1 != 0,
      checksum: checksum, bytes: bytes, count: count)
  }
}

extension UnsafeRawBufferPointer {
  /// A little-endian number of so many bytes, which must be there.
  func number(_ size: Int, at place: Int) -> UInt64 {
    self[place..<place + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A 64-bit number that fits an Int.
  func offset(at place: Int) -> Int? {
    Int(exactly: number(8, at: place))
  }
}
