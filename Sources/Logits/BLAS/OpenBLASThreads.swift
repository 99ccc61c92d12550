import Synchronization

#if OpenBLAS
import COpenBLAS
#endif

/// OpenBLAS's number of threads, which is one setting of the whole process.
///
/// Products run on threads of the library's own, each in one call: while any
/// caller has some, OpenBLAS may use one thread. The last one out puts back what
/// the first one found.
enum OpenBLASThreads {
  private struct State {
    var users = 0
    var found: CInt = 1
  }

  private static let state = Mutex(State())

  /// Calls `body` while OpenBLAS uses one thread a call.
  static func withOne<Result>(
    _ body: () throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    #if OpenBLAS
    state.withLock {
      if $0.users == 0 {
        $0.found = openblas_get_num_threads()
        openblas_set_num_threads(1)
      }
      $0.users += 1
    }
    defer {
      state.withLock {
        $0.users -= 1
        if $0.users == 0 { openblas_set_num_threads($0.found) }
      }
    }
    #endif
    return try body()
  }
}
