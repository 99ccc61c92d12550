/// The bytes of a pickle, from the start on.
struct PickleBytes {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func take(
    _ count: Int
  ) throws(HeaderError) -> Slice<UnsafeRawBufferPointer> {
    guard count <= bytes.count - position else {
      throw HeaderError("has a pickle that is truncated")
    }
    position += count
    return bytes[position - count..<position]
  }

  mutating func byte() throws(HeaderError) -> UInt8 {
    try take(1)[position - 1]
  }

  mutating func count(_ size: Int) throws(HeaderError) -> Int {
    let number = try take(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard let count = Int(exactly: number) else {
      throw HeaderError("has a pickle that is truncated")
    }
    return count
  }

  mutating func signed(_ size: Int) throws(HeaderError) -> Int {
    guard size <= 8 else {
      throw HeaderError("has a pickle with an integer of \(size) bytes")
    }
    let bits = try take(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let unused = 64 - 8 * size
    return size == 0 ? 0 : Int(Int64(bitPattern: bits << unused) >> unused)
  }

  mutating func string(_ length: Int) throws(HeaderError) -> String {
    String(decoding: try take(length), as: UTF8.self)
  }

  /// The text before the end of a line.
  mutating func line() throws(HeaderError) -> String {
    let rest = bytes[position...].prefix(256)
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      throw HeaderError.damagedPickle
    }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }
}
