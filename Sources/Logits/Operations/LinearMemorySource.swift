/// Where the memory of a call on a linear layer comes from.
package enum LinearMemorySource {
  /// What a workspace has kept, or else allocates.
  case workspace(LinearWorkspace)
  /// The caller's.
  case lent(UnsafeMutableRawBufferPointer)
  /// Allocated for the call.
  case call

  /// What of the caller's memory may be written.
  var bytes: UnsafeRawBufferPointer {
    guard case .lent(let bytes) = self else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(bytes)
  }

  /// The bytes that must be lent for a block of `byteCount` of them, wherever
  /// they begin.
  package static func lentByteCount(_ byteCount: Int) -> Int {
    byteCount + MemoryCut.alignment - 1
  }

  /// Memory for a call, at an address that is a multiple of 64.
  func take(
    _ byteCount: Int
  ) throws(LogitsError) -> UnsafeMutableRawPointer {
    switch self {
    case .workspace(let workspace): return workspace.take(byteCount)
    case .lent(let bytes):
      let needed = Self.lentByteCount(byteCount)
      guard let start = bytes.baseAddress, bytes.count >= needed else {
        throw .workspaceTooSmall(bytes.count, needed: needed)
      }
      return start.alignedUp(toMultipleOf: MemoryCut.alignment)
    case .call:
      return .allocate(
        byteCount: byteCount, alignment: MemoryCut.alignment)
    }
  }

  /// Takes back what a call has taken.
  func giveBack(_ memory: UnsafeMutableRawPointer) {
    switch self {
    case .workspace(let workspace): workspace.giveBack(memory)
    case .lent: break
    case .call: memory.deallocate()
    }
  }
}
