import CShims

/// A compressed member of an archive, which is read from its start on.
struct InflatedMember: Sendable {
  let file: MappedFile
  /// Its name in messages.
  let name: String
  /// The compressed bytes.
  let bytes: Range<Int>
  /// Bytes when they are inflated.
  let count: Int
  let checksum: UInt32

  func error(_ problem: String) -> FileError {
    FileError(file.path, "member \(name.quoted) \(problem)")
  }
}

/// Inflates a member, forward; to go back, it begins again.
final class InflatedStream {
  private let member: InflatedMember
  private let zlib: Zlib
  private let stream: UnsafeMutablePointer<deflate_stream>
  /// The bytes that have been inflated, and their checksum.
  private var position = 0
  private var checksum: UInt = 0
  /// The compressed bytes that were passed on.
  private var consumed = 0
  /// Whether the compressed bytes say that nothing follows.
  private var isAtEnd = false

  /// What zlib returns.
  private static let (success, end, buffer): (Int32, Int32, Int32) = (0, 1, -5)

  init(_ member: InflatedMember) throws(FileError) {
    guard let zlib = Zlib.installed else {
      throw member.error(
        "is compressed, and there is no zlib: install zlib1g (Debian) or zlib, "
          + "or save with np.savez")
    }
    self.member = member
    self.zlib = zlib
    stream = .allocate(capacity: 1)
    stream.initialize(to: deflate_stream())
    try open()
  }

  deinit {
    _ = zlib.inflateEnd(stream)
    stream.deallocate()
  }

  private func open() throws(FileError) {
    (position, checksum, consumed, isAtEnd) = (0, 0, 0, false)
    // Negative: without the header of a zlib file.
    let result = zlib.inflateInit(
      stream, -15, "1.2.3", Int32(MemoryLayout<deflate_stream>.size))
    guard result == Self.success else {
      throw member.error("cannot be inflated: zlib returns \(result)")
    }
  }

  /// Fills a buffer with the bytes from there on, which are within the member.
  func read(
    from start: Int, into output: UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    if start < position {
      _ = zlib.inflateEnd(stream)
      try open()
    }
    try skip(to: start)
    try inflate(into: output)
    if position == member.count { try finish() }
  }

  private func skip(to start: Int) throws(FileError) {
    guard position < start else { return }
    let rest = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(start - position, 1 << 16), alignment: 1)
    defer { rest.deallocate() }
    while position < start {
      try inflate(
        into: .init(rebasing: rest[..<min(rest.count, start - position)]))
    }
  }

  private func inflate(
    into output: UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    var output = output
    while !output.isEmpty {
      // zlib counts in 32 bits.
      let part = UnsafeMutableRawBufferPointer(
        rebasing: output.prefix(1 << 30))
      let written = try step(part)
      guard written > 0 else {
        throw member.error(
          "is damaged: it ends after \(position) of \(member.count) bytes")
      }
      output = .init(rebasing: output[written...])
    }
  }

  /// Inflates some bytes, and returns how many.
  private func step(
    _ output: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    guard let start = output.baseAddress else { return 0 }
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    let input = member.file.bytes(
      from: member.bytes.lowerBound + consumed,
      min(member.bytes.count - consumed, 1 << 30))
    stream.pointee.next_in = input.baseAddress?
      .assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = bytes
    stream.pointee.avail_out = UInt32(output.count)
    let result = zlib.inflate(stream, 0)
    guard [Self.success, Self.end, Self.buffer].contains(result) else {
      throw member.error("is damaged after \(position) bytes")
    }
    isAtEnd = result == Self.end
    consumed += input.count - Int(stream.pointee.avail_in)
    let written = output.count - Int(stream.pointee.avail_out)
    checksum = zlib.crc32(checksum, bytes, UInt32(written))
    position += written
    return written
  }

  /// Checks that nothing follows, and the checksum of all.
  private func finish() throws(FileError) {
    let byte = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 1, alignment: 1)
    defer { byte.deallocate() }
    guard try step(byte) == 0, isAtEnd else {
      throw member.error("has more than \(member.count) bytes")
    }
    guard UInt32(truncatingIfNeeded: checksum) == member.checksum else {
      throw member.error("is damaged: its checksum is wrong")
    }
  }
}
