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
    while true {
      switch state.load(ordering: .acquiring) {
      case .open: return true
      case .missing: return false
      case .unopened: open()
      // Another thread opens it, which takes some ms. A lock could be held by
      // no one in a child process.
      case .opening: usleep(100)
      }
    }
  }

  /// The functions of the library, which must be available.
  @inline(__always)
  static var functions: OpenBLASFunctions { opened.unsafelyUnwrapped }

  private static func open() {
    // Before it begins; that other threads do the same does no harm.
    pthread_atfork(nil, nil, { OpenBLASLibrary.giveUpOpening() })
    let (isFirst, _) = state.compareExchange(
      expected: .unopened, desired: .opening, ordering: .acquiringAndReleasing)
    guard isFirst else { return }
    do {
      opened = try OpenBLASFunctions(load())
      OpenBLASThreads.prepare()
      state.store(.open, ordering: .releasing)
    } catch {
      reason = error.reason
      state.store(.missing, ordering: .releasing)
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
