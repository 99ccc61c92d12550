/// Where the memory of a call on a linear layer comes from.
package enum LinearMemorySource {
  /// What a workspace has kept, or else allocates.
  case workspace(LinearWorkspace)
  /// Allocated for the call.
  case call

  /// Memory for a call, at an address that is a multiple of 64.
  func take(_ byteCount: Int) -> UnsafeMutableRawPointer {
    switch self {
    case .workspace(let workspace): return workspace.take(byteCount)
    case .call:
      return .allocate(
        byteCount: byteCount, alignment: MemoryCut.alignment)
    }
  }

  /// Takes back what a call has taken.
  func giveBack(_ memory: UnsafeMutableRawPointer) {
    switch self {
    case .workspace(let workspace): workspace.giveBack(memory)
    case .call: memory.deallocate()
    }
  }
}
