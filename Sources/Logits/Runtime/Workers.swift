import CLibrary
import CShims
import Synchronization

/// Threads that wait for work, for as long as the process lives.
///
/// They serve one call at a time. A caller that finds them taken works alone,
/// so that many callers at once never wait for each other, nor start more
/// threads than one of them asked for. Nothing is allocated for a call.
final class Workers: @unchecked Sendable {
  static let shared = Workers()

  /// Does one task of those that the context holds.
  typealias Body = @Sendable (_ context: UnsafeRawPointer, _ task: Int) -> Void

  /// The tasks of a call, on its caller's stack.
  private struct Job: ~Copyable {
    let tasks: Int
    let context: UnsafeRawPointer
    let body: Body
    let next = Atomic(0)

    /// Takes tasks until there are none left.
    borrowing func work() {
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        body(context, task)
      }
    }
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(
    capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let idle = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  // All below is guarded by the mutex.
  private var threads = 0
  private var isTaken = false
  private var job: UnsafePointer<Job>?
  /// How many threads may still join the job, and how many have.
  private var seats = 0
  /// Also looked at without it.
  private let joined = Atomic(0)

  private init() {
    reset()
    // A child process has none of the threads.
    pthread_atfork(nil, nil) { Workers.shared.reset() }
  }

  private func reset() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(idle, nil)
    (threads, isTaken, job, seats) = (0, false, nil, 0)
    joined.store(0, ordering: .relaxed)
  }

  /// Calls `body` once for each task, on up to `workers` threads.
  ///
  /// The calling thread is the first of them. Which takes which task is left
  /// to chance.
  func run(
    tasks: Int, workers: Int, context: UnsafeRawPointer, _ body: @escaping Body
  ) {
    let job = Job(tasks: tasks, context: context, body: body)
    guard workers > 1, take() else { return job.work() }
    withUnsafePointer(to: job) { job in
      pthread_mutex_lock(mutex)
      while threads < workers - 1, startThread() { threads += 1 }
      self.job = job
      seats = workers - 1
      pthread_mutex_unlock(mutex)
      pthread_cond_broadcast(wake)

      job.pointee.work()

      pthread_mutex_lock(mutex)
      seats = 0
      if joined.load(ordering: .relaxed) > 0 {
        pthread_mutex_unlock(mutex)
        awaitLastTasks()
        pthread_mutex_lock(mutex)
      }
      while joined.load(ordering: .relaxed) > 0 {
        pthread_cond_wait(idle, mutex)
      }
      self.job = nil
      isTaken = false
      pthread_mutex_unlock(mutex)
    }
  }

  /// Waits for the other threads without falling asleep, for a while.
  ///
  /// Each has at most a task to finish, most often less work than it is to be
  /// put to sleep and woken.
  private func awaitLastTasks() {
    var pauses = 0
    while joined.load(ordering: .relaxed) > 0, pauses < 2000 {
      processor_pause()
      pauses += 1
    }
  }

  /// Whether the threads are now the caller's.
  private func take() -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isTaken else { return false }
    isTaken = true
    return true
  }

  /// What each thread does, forever.
  private func serve() {
    pthread_mutex_lock(mutex)
    while true {
      while seats == 0 { pthread_cond_wait(wake, mutex) }
      seats -= 1
      joined.wrappingAdd(1, ordering: .relaxed)
      let job = job
      pthread_mutex_unlock(mutex)
      job?.pointee.work()
      pthread_mutex_lock(mutex)
      if joined.wrappingSubtract(1, ordering: .relaxed).newValue == 0 {
        pthread_cond_signal(idle)
      }
    }
  }

  /// Whether there is one more thread.
  ///
  /// It gets no signals: they are for the program's own threads. But faults are
  /// this thread's, and it handles them as the program does, such as that of a
  /// mapped file that was truncated.
  private func startThread() -> Bool {
    var (blocked, before) = (sigset_t(), sigset_t())
    sigfillset(&blocked)
    for fault in [SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      sigdelset(&blocked, fault)
    }
    pthread_sigmask(SIG_SETMASK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    // Planes take 300 KiB of it, and musl gives a thread 128.
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 2 << 20)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let failure = pthread_create(
      &thread, &attributes,
      { _ in
        Workers.shared.serve()
        return nil
      }, nil)
    return failure == 0
  }
}
