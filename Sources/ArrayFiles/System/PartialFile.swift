import CLibrary

/// A file that is removed if a signal ends the process while this value lives,
/// where there are ``SignalHandlers``.
///
/// Create the value before the file, so that the file is never without it. At
/// most 64 are covered at a time.
struct PartialFile: ~Copyable {
  private nonisolated(unsafe) static let paths = HandlerTable<CChar>(
    capacity: 64)

  /// Installs the handlers, once.
  static let handlers: Void = {
    // A handler may not be the first that needs them.
    _ = paths
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      // A signal that is ignored, as under nohup, or handled stays so.
      var action = sigaction(of: signal)
      guard action.isDefault else { continue }
      action.handle(with: removeAllAndDie)
      sigaction(signal, &action, nil)
    }
    // Makes `write` fail if the file grows too large.
    var action = sigaction(of: SIGXFSZ)
    if action.isDefault {
      action.handle { _, _, _ in }
      sigaction(SIGXFSZ, &action, nil)
    }
  }()

  private let slot: Int?

  init(path: String) {
    let path = strdup(path)
    slot = path.flatMap(Self.paths.insert)
    if slot == nil { free(path) }
  }

  deinit {
    guard let slot else { return }
    free(Self.paths.take(slot))
  }

  /// Removes the files of all values; async-signal-safe where there are
  /// ``handlers``.
  static func removeAll() {
    for slot in paths.indices {
      if let path = paths.take(slot) { unlink(path) }
    }
  }

  // Calls async-signal-safe functions only; `paths` is initialized by then.
  private static let removeAllAndDie: SignalHandler = { signal, _, _ in
    removeAll()
    // All zero is the default action, which ends the process after this.
    var action = sigaction()
    sigaction(signal, &action, nil)
    raise(signal)
  }
}
