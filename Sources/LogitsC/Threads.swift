import Logits
import Synchronization

/// The most threads of a call; 0 for as many as there are processors.
let threadCount = Atomic(0)

extension Execution {
  /// Where the calls from C run.
  static var ofC: Execution {
    let threads = threadCount.load(ordering: .relaxed)
    return Execution(threads: threads > 0 ? threads : nil)
  }
}
