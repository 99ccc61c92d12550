import Synchronization

/// A lock-free table of pointers that a signal handler may read.
///
/// Whoever takes a pointer out owns it. The table is never freed.
struct HandlerTable<Pointee> {
  private typealias Slot = Atomic<UnsafeMutablePointer<Pointee>?>

  private let slots: UnsafeMutablePointer<Slot>
  private let capacity: Int

  init(capacity: Int) {
    slots = .allocate(capacity: capacity)
    for slot in 0..<capacity { (slots + slot).initialize(to: Atomic(nil)) }
    self.capacity = capacity
  }

  var indices: Range<Int> { 0..<capacity }

  /// Stores a pointer in a free slot, and returns the slot.
  func insert(_ pointer: UnsafeMutablePointer<Pointee>) -> Int? {
    indices.first {
      slots[$0].compareExchange(
        expected: nil, desired: pointer, ordering: .acquiringAndReleasing
      ).exchanged
    }
  }

  func take(_ slot: Int) -> UnsafeMutablePointer<Pointee>? {
    slots[slot].exchange(nil, ordering: .acquiringAndReleasing)
  }
}
