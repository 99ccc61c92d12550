import Foundation

/// Elements of 0 that take memory only where they are written.
package final class ZeroMemory<Element: BitwiseCopyable> {
  package let elements: UnsafeMutableBufferPointer<Element>

  package init(count: Int) {
    #if os(Linux)
    let reservesNothing = MAP_NORESERVE
    #else
    let reservesNothing: Int32 = 0
    #endif
    guard
      let start = mmap(
        nil, count * MemoryLayout<Element>.stride, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | reservesNothing, -1, 0),
      start != MAP_FAILED
    else { fatalError("no memory to be mapped") }
    #if os(Linux)
    // A page of 4 KB at a time would take most of a test's time.
    madvise(start, count * MemoryLayout<Element>.stride, MADV_HUGEPAGE)
    #endif
    elements = UnsafeMutableBufferPointer(
      start: start.bindMemory(to: Element.self, capacity: count), count: count)
  }

  deinit {
    munmap(elements.baseAddress, elements.count * MemoryLayout<Element>.stride)
  }
}
