#if OpenBLAS
import CLibrary

/// OpenBLAS's number of threads.
///
/// Products run on threads of the library's own, each in one call: while any
/// caller has some, OpenBLAS may use one thread. It is one setting of the whole
/// process, and the last one out puts back what the first one found; or one of
/// every thread, with OpenMP.
enum OpenBLASThreads {
  // Guarded by the lock.
  private nonisolated(unsafe) static var users = 0
  /// What is to be put back; 0 while OpenBLAS has its own setting.
  private nonisolated(unsafe) static var found: CInt = 0

  /// What the environment asks for, read as OpenBLAS reads it; `nil` for
  /// nothing.
  static let asked: Int? = {
    let number = getenv("OPENBLAS_NUM_THREADS").map { Int(atoi($0)) } ?? 0
    return number > 0 ? number : nil
  }()

  /// Makes what is made once, for a child process never to find it half made.
  static func prepare() {
    _ = asked
    OpenBLASLock.prepare()
  }

  /// Calls `body` while OpenBLAS uses one thread a call.
  static func withOne<Result>(_ body: () -> Result) -> Result {
    if let openMP = OpenMPThreads.ofOpenBLAS {
      let found = openMP.count()
      openMP.setCount(1)
      defer { openMP.setCount(found) }
      return body()
    }
    OpenBLASLock.withLock {
      if users == 0 {
        if found == 0 { found = OpenBLASLibrary.functions.threadCount() }
        OpenBLASLibrary.functions.setThreadCount(1)
      }
      users += 1
    }
    defer {
      OpenBLASLock.withLock {
        users -= 1
        if users == 0 {
          OpenBLASLibrary.functions.setThreadCount(found)
          found = 0
        }
      }
    }
    return body()
  }

  /// For a thread of the library's own, which need not put anything back.
  static func useOneHere() { OpenMPThreads.ofOpenBLAS?.setCount(1) }

  /// For a child process, which has none of them; called with the lock.
  ///
  /// Its own first one puts the setting back in their place.
  static func forgetUsers() { users = 0 }
}
#endif
