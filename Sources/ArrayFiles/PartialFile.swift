#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// A file that goes if a signal ends the process while this value lives.
///
/// The value is made before the file, so that no moment is missed. More than
/// ``capacity`` at once are not looked after.
struct PartialFile: ~Copyable {
  private static let capacity = 64

  /// Where the handler finds the paths; whoever takes one out owns it.
  private nonisolated(unsafe) static let paths = {
    let paths = UnsafeMutablePointer<Atomic<UnsafeMutablePointer<CChar>?>>
      .allocate(capacity: capacity)
    for slot in 0..<capacity { (paths + slot).initialize(to: Atomic(nil)) }
    return paths
  }()

  /// Installs the handlers, once.
  private static let handlers: Void = {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // One that is ignored, as nohup does, or handled stays so.
      guard sigaction(signal, nil, &action) == 0, action.isDefault else {
        continue
      }
      action.handle(with: removeAllAndDie)
      sigaction(signal, &action, nil)
    }
  }()

  private let slot: Int?

  init(path: String) {
    let path = strdup(path)
    slot = (0..<Self.capacity).first {
      Self.paths[$0].compareExchange(
        expected: nil, desired: path, ordering: .acquiringAndReleasing
      ).exchanged
    }
    if slot == nil { free(path) }
    Self.handlers
  }

  deinit {
    guard let slot else { return }
    free(Self.paths[slot].exchange(nil, ordering: .acquiringAndReleasing))
  }

  /// The handler: calls nothing but what POSIX allows in one, and finds `paths`
  /// made.
  private static let removeAllAndDie: @convention(c) (Int32) -> Void = {
    signal in
    for slot in 0..<capacity {
      let path = paths[slot].exchange(nil, ordering: .acquiringAndReleasing)
      if let path { unlink(path) }
    }
    // All zero is the default: the signal's own effect, once this returns.
    var action = sigaction()
    sigaction(signal, &action, nil)
    raise(signal)
  }
}

// Every C library has its own name for the union in the structure.
extension sigaction {
  fileprivate var isDefault: Bool {
    #if canImport(Glibc)
    __sigaction_handler.sa_handler == nil
    #elseif canImport(Musl)
    __sa_handler.sa_handler == nil
    #else
    __sigaction_u.__sa_handler == nil
    #endif
  }

  fileprivate mutating func handle(
    with handler: @escaping @convention(c) (Int32) -> Void
  ) {
    #if canImport(Glibc)
    __sigaction_handler.sa_handler = handler
    #elseif canImport(Musl)
    __sa_handler.sa_handler = handler
    #else
    __sigaction_u.__sa_handler = handler
    #endif
    // No second signal interrupts the handler.
    sigfillset(&sa_mask)
  }
}
