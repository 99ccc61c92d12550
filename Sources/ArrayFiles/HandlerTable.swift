import Synchronization

/// Pointers for a signal's handler to find.
///
/// Whoever takes one out owns it. The table is there as long as the process.
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

  /// Puts a pointer where there is room, and returns where.
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
