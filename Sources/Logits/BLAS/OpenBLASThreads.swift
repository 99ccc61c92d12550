#if OpenBLAS
import COpenBLAS

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// OpenBLAS's number of threads, which is one setting of the whole process.
///
/// Products run on threads of the library's own, each in one call: while any
/// caller has some, OpenBLAS may use one thread. The last one out puts back what
/// the first one found.
final class OpenBLASThreads: @unchecked Sendable {
  static let shared = OpenBLASThreads()

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(
    capacity: 1)

  // Guarded by the mutex.
  private var users = 0
  /// What is to be put back; `nil` while OpenBLAS has its own setting.
  private var found: CInt?

  private init() {
    pthread_mutex_init(mutex, nil)
    // A fork waits until no thread is in the middle of a change. The child has
    // none of the users; its first one puts the setting back in their place.
    pthread_atfork(
      { pthread_mutex_lock(OpenBLASThreads.shared.mutex) },
      { pthread_mutex_unlock(OpenBLASThreads.shared.mutex) },
      {
        OpenBLASThreads.shared.users = 0
        pthread_mutex_unlock(OpenBLASThreads.shared.mutex)
      })
  }

  /// Calls `body` while OpenBLAS uses one thread a call.
  func withOne<Result>(
    _ body: () throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    enter()
    defer { leave() }
    return try body()
  }

  private func enter() {
    pthread_mutex_lock(mutex)
    if users == 0 {
      found = found ?? openblas_get_num_threads()
      openblas_set_num_threads(1)
    }
    users += 1
    pthread_mutex_unlock(mutex)
  }

  private func leave() {
    pthread_mutex_lock(mutex)
    users -= 1
    if users == 0, let found {
      openblas_set_num_threads(found)
      self.found = nil
    }
    pthread_mutex_unlock(mutex)
  }
}
#endif
