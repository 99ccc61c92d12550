#if OpenBLAS
import CLibrary
import Synchronization

/// The OpenBLAS of this process, which is opened when it is first asked for.
///
/// To load it starts a thread for each processor, and they spin for a while: a
/// program that has no use for it should not pay for that.
enum OpenBLASLibrary {
  /// Why there is none.
  struct Failure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private enum State: UInt8, AtomicRepresentable {
    case unopened, opening, open, missing
  }

  private static let state = Atomic(State.unopened)
  private static let lock = Mutex(())

  // Written before the state says so, and never again.
  private nonisolated(unsafe) static var opened: OpenBLASFunctions?
  private(set) nonisolated(unsafe) static var reason = ""

  /// Its names, the most definite first; the search is the system's, but for the
  /// folders of Homebrew.
  #if canImport(Darwin)
  private static let names = [
    "libopenblas.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ]
  #else
  private static let names = ["libopenblas.so.0", "libopenblas.so"]
  #endif

  /// Whether it is open, after an attempt to open it if there was none;
  /// otherwise ``reason`` says why.
  static var isAvailable: Bool {
    switch state.load(ordering: .acquiring) {
    case .open: true
    case .missing: false
    case .unopened, .opening: lock.withLock { _ in isOpened() }
    }
  }

  /// The functions of the library, which must be available.
  @inline(__always)
  static var functions: OpenBLASFunctions { opened.unsafelyUnwrapped }

  /// Called with the lock.
  private static func isOpened() -> Bool {
    let found = state.load(ordering: .acquiring)
    guard found == .unopened else { return found == .open }
    // Before it is loaded: what OpenBLAS does at a fork comes later then.
    pthread_atfork(nil, nil, { OpenBLASLibrary.giveUpOpening() })
    state.store(.opening, ordering: .releasing)
    do {
      opened = try OpenBLASFunctions(load())
      OpenBLASThreads.prepare()
      state.store(.open, ordering: .releasing)
      return true
    } catch {
      reason = error.reason
      state.store(.missing, ordering: .releasing)
      return false
    }
  }

  private static func load() throws(Failure) -> UnsafeMutableRawPointer {
    var reason: String?
    for name in names {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return library }
      if reason == nil { reason = dlerror().map { String(cString: $0) } }
    }
    throw Failure(reason ?? "")
  }

  /// In a child process: the thread that was opening it is not there.
  private static func giveUpOpening() {
    guard state.load(ordering: .acquiring) == .opening else { return }
    reason = "this process was forked while it was being opened"
    state.store(.missing, ordering: .releasing)
  }
}
#endif
