/// Memory for the logits of a linear layer's loss, which never exist all at once.
///
/// A call that is given no workspace makes one. A workspace that is made once and
/// handed to every step is filled by the first; after that a step allocates
/// nothing. It serves one call at a time; a call that comes meanwhile makes its
/// own.
public final class LinearWorkspace: Sendable {
  /// The most bytes that a microbatch of samples and its products take.
  ///
  /// One sample on one thread may need more.
  /// OpenBLAS has memory of its own, some MB a thread.
  public let memory: Int

  /// A workspace of at most so many bytes, 1 or more.
  public init(memory: Int = 64 << 20) {
    self.memory = memory
  }
}
