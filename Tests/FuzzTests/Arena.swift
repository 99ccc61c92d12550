import Foundation

/// Memory between two pages that cannot be read or written.
final class Arena {
  static let size = 1 << 18
  private static let guardSize = 1 << 16

  private let mapping: UnsafeMutableRawPointer
  let start: UnsafeMutableRawPointer
  /// What the memory held when a case began.
  private let before = UnsafeMutableRawPointer.allocate(
    byteCount: Arena.size, alignment: 64)

  init() {
    let (guardSize, size) = (Self.guardSize, Self.size)
    guard
      let mapping = mmap(
        nil, size + 2 * guardSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
        0), mapping != MAP_FAILED,
      mprotect(mapping + guardSize, size, PROT_READ | PROT_WRITE) == 0
    else { fatalError("no memory for the cases") }
    self.mapping = mapping
    start = mapping + guardSize
  }

  deinit {
    munmap(mapping, Self.size + 2 * Self.guardSize)
    before.deallocate()
  }

  /// Remembers what bytes of the memory are.
  func remember(_ bytes: Range<Int>) {
    (before + bytes.lowerBound).copyMemory(
      from: start + bytes.lowerBound, byteCount: bytes.count)
  }

  /// Whether bytes are as they were.
  func isUnchanged(_ bytes: Range<Int>) -> Bool {
    memcmp(
      start + bytes.lowerBound, before + bytes.lowerBound, bytes.count) == 0
  }
}
