/// Cuts a block of memory into parts, each at a multiple of 64 bytes.
///
/// Without a block it only counts the bytes; the parts are then nowhere.
struct MemoryCut {
  private let start: UnsafeMutableRawPointer
  /// The bytes that have been cut.
  private(set) var byteCount = 0

  static var alignment: Int { 64 }

  init(_ start: UnsafeMutableRawPointer? = nil) {
    self.start =
      start
      ?? UnsafeMutableRawPointer(bitPattern: Self.alignment).unsafelyUnwrapped
  }

  mutating func part<Element>(
    _ count: Int, of _: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    defer {
      let bytes = count * MemoryLayout<Element>.stride
      byteCount +=
        (bytes + Self.alignment - 1) / Self.alignment * Self.alignment
    }
    return (start + byteCount).assumingMemoryBound(to: Element.self)
  }
}
