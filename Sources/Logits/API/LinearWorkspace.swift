import Synchronization

/// Memory for calls on linear layers: for the copies that products make, and for
/// the logits of a loss, which never exist all at once.
///
/// A call that is given none makes one for itself. One that is made once and
/// handed to every step, for any layers and functions, keeps its memory from call
/// to call: it grows to what the largest needs, and then none allocates. It
/// serves one call at a time; another one that comes meanwhile has memory of its
/// own.
public final class LinearWorkspace: Sendable {
  /// The most bytes that a microbatch of samples and its products take, but that
  /// one sample and one thread may need more.
  ///
  /// To these come 4 bytes for each element of a gradient of weight or bias in
  /// half precision, which is added up as Float, and for each element of such a
  /// bias. OpenBLAS has memory of its own, some MB a thread; on processors with
  /// AVX512-BF16, its products of small matrices allocate as well.
  public let memory: Int

  /// The bytes of one that nothing is said of.
  package static let standard = 64 << 20

  /// The address of what the last call has left; 0 while a call has it.
  private let block = Atomic<UInt>(0)

  /// A block begins with its size.
  private static let header = 64

  /// A workspace of at most so many bytes, 1 or more.
  public init(memory: Int = 64 << 20) {
    self.memory = memory
  }

  deinit { exchange(nil)?.deallocate() }

  /// Memory for a call, at an address that is a multiple of 64.
  func take(_ byteCount: Int) -> UnsafeMutableRawPointer {
    if let block = exchange(nil) {
      if block.load(as: Int.self) >= byteCount { return block + Self.header }
      block.deallocate()
    }
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: Self.header + byteCount, alignment: 64)
    block.storeBytes(of: byteCount, as: Int.self)
    return block + Self.header
  }

  /// Keeps what a call has taken for the next one.
  func giveBack(_ memory: UnsafeMutableRawPointer) {
    exchange(memory - Self.header)?.deallocate()
  }

  private func exchange(
    _ other: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(
      bitPattern: block.exchange(
        UInt(bitPattern: other), ordering: .acquiringAndReleasing))
  }
}
