#if OpenBLAS
import CLibrary

/// The lock of what OpenBLAS has once in a process.
///
/// A fork waits for it, so a child process, which has no other threads, finds it
/// free.
enum OpenBLASLock {
  private typealias Mutex = UnsafeMutablePointer<pthread_mutex_t>

  private nonisolated(unsafe) static let mutex: Mutex = {
    let mutex = Mutex.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_atfork(
      { pthread_mutex_lock(OpenBLASLock.mutex) },
      { pthread_mutex_unlock(OpenBLASLock.mutex) },
      {
        OpenBLASThreads.forgetUsers()
        pthread_mutex_unlock(OpenBLASLock.mutex)
      })
    return mutex
  }()

  /// Makes the lock, when OpenBLAS has said what it does at a fork: a fork takes
  /// the lock before that.
  static func prepare() { _ = mutex }

  static func withLock(_ body: () -> Void) {
    pthread_mutex_lock(mutex)
    body()
    pthread_mutex_unlock(mutex)
  }
}
#endif
