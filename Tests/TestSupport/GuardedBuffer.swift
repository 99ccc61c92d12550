import Foundation

/// Where the elements of a buffer are.
package enum BufferPlace: Hashable, Sendable {
  /// In ordinary memory.
  case heap
  /// After an unreadable page, `gap` elements from its end.
  case afterPage(gap: Int)
  /// Before an unreadable page, `gap` elements from its start.
  case beforePage(gap: Int)
}

/// Elements between two pages that cannot be read or written: an access out of
/// bounds ends the process.
///
/// What can be reached around the elements holds bytes of 255, which are NaN,
/// and should hold them still after a call.
package final class GuardedBuffer<Element: BitwiseCopyable> {
  package let elements: UnsafeMutableBufferPointer<Element>
  private let mapping: UnsafeMutableRawBufferPointer
  private let reachable: UnsafeMutableRawBufferPointer
  private let isMapped: Bool

  package init(count: Int, _ place: BufferPlace) {
    let stride = MemoryLayout<Element>.stride
    let start: Int
    switch place {
    case .heap:
      isMapped = false
      mapping = .allocate(byteCount: max(1, count * stride), alignment: 64)
      reachable = mapping
      start = 0
    case .afterPage(let gap):
      isMapped = true
      (mapping, reachable) = Self.map((gap + count) * stride)
      start = gap * stride
    case .beforePage(let gap):
      isMapped = true
      (mapping, reachable) = Self.map((gap + count) * stride)
      start = reachable.count - (gap + count) * stride
    }
    let bytes = UnsafeMutableRawBufferPointer(
      rebasing: reachable[start..<start + count * stride])
    elements = bytes.bindMemory(to: Element.self)
    clear()
  }

  deinit {
    if isMapped {
      mapping.baseAddress.map { _ = munmap($0, mapping.count) }
    } else {
      mapping.deallocate()
    }
  }

  /// Whole pages for so many bytes, and one more on either side.
  private static func map(
    _ bytes: Int
  ) -> (all: UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let middle = max(1, (bytes + page - 1) / page) * page
    guard
      let start = mmap(
        nil, middle + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED,
      mprotect(start + page, middle, PROT_READ | PROT_WRITE) == 0
    else { fatalError("no memory to be mapped") }
    let all = UnsafeMutableRawBufferPointer(
      start: start, count: middle + 2 * page)
    let reachable = UnsafeMutableRawBufferPointer(
      rebasing: all[page..<page + middle])
    return (all, reachable)
  }

  /// Makes all that can be reached bytes of 255.
  package func clear() {
    reachable.initializeMemory(as: UInt8.self, repeating: 255)
  }

  /// Whether all bytes are 255 but for those of rows of `length` elements that
  /// begin `stride` elements apart.
  package func isClear(aroundRowsOf length: Int, stride: Int) -> Bool {
    let size = MemoryLayout<Element>.stride
    guard let all = reachable.baseAddress, let first = elements.baseAddress
    else { return false }
    let offset = UnsafeMutableRawPointer(first) - all
    var start = 0
    for row in Swift.stride(from: 0, to: elements.count, by: stride) {
      let begin = offset + row * size
      guard Self.isClear(reachable[start..<begin]) else { return false }
      start = begin + length * size
    }
    return Self.isClear(reachable[start...])
  }

  private static func isClear(
    _ bytes: Slice<UnsafeMutableRawBufferPointer>
  ) -> Bool {
    // Without an end before the last byte, this is a loop over vectors.
    UnsafeRawBufferPointer(rebasing: bytes).reduce(255 as UInt8, &) == 255
  }
}
