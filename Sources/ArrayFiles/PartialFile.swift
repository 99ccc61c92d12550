#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that goes if a signal ends the process while this value lives.
///
/// The value is made before the file, so that no moment is missed. More than 64
/// at once are not looked after.
struct PartialFile: ~Copyable {
  private nonisolated(unsafe) static let paths = HandlerTable<CChar>(
    capacity: 64)

  /// Installs the handlers, once.
  private static let handlers: Void = {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      // One that is ignored, as nohup does, or handled stays so.
      var action = sigaction(of: signal)
      guard action.isDefault else { continue }
      action.handle(with: removeAllAndDie)
      sigaction(signal, &action, nil)
    }
    // A file that grows too large is an error of `write`, not the end.
    var action = sigaction(of: SIGXFSZ)
    if action.isDefault {
      action.handle { _ in }
      sigaction(SIGXFSZ, &action, nil)
    }
  }()

  private let slot: Int?

  init(path: String) {
    let path = strdup(path)
    slot = path.flatMap(Self.paths.insert)
    if slot == nil { free(path) }
    Self.handlers
  }

  deinit {
    guard let slot else { return }
    free(Self.paths.take(slot))
  }

  /// Makes what a handler needs that calls ``removeAll()``.
  static func prepare() { _ = paths }

  /// Removes the files of all values; a signal's handler may call it.
  static func removeAll() {
    for slot in paths.indices {
      if let path = paths.take(slot) { unlink(path) }
    }
  }

  /// The handler: calls nothing but what POSIX allows in one, and finds `paths`
  /// made.
  private static let removeAllAndDie: SignalHandler = { signal in
    removeAll()
    // All zero is the default: the signal's own effect, once this returns.
    var action = sigaction()
    sigaction(signal, &action, nil)
    raise(signal)
  }
}
