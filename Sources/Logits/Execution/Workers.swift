import Dispatch
import Synchronization

/// Calls `body` once for each block, on up to `workers` threads of which the
/// calling one is the first.
///
/// Which worker takes which block is left to chance; a single worker wakes no
/// thread and allocates nothing.
func forEachBlock(
  _ blocks: Int, workers: Int, _ body: (_ block: Int) -> Void
) {
  guard workers > 1 else {
    for block in 0..<blocks { body(block) }
    return
  }
  let next = Atomic(0)
  // concurrentPerform returns when all its iterations have.
  nonisolated(unsafe) let body = body
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard block < blocks else { return }
      body(block)
    }
  }
}
