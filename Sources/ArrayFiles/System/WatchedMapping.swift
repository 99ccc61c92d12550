import CLibrary
import Synchronization

/// A mapping of a file: if its pages are gone when they are read, the process
/// exits with a message, and leaves no partial file, where there are
/// ``SignalHandlers``.
///
/// Reading a page that a truncated file has lost raises SIGBUS. Any other SIGBUS
/// is handled as it was before. At most 4,096 mappings are covered at a time.
struct WatchedMapping: ~Copyable {
  private struct Entry {
    let bytes: UnsafeRawBufferPointer
    /// The message for stderr.
    let message: UnsafeMutableRawBufferPointer
  }

  private nonisolated(unsafe) static let entries = HandlerTable<Entry>(
    capacity: 4096)

  /// The action of SIGBUS before.
  ///
  /// Allocated, because Swift 6.3 reserves too few bytes for a static C struct
  /// with padding between its fields.
  private nonisolated(unsafe) static let before =
    UnsafeMutablePointer<sigaction>.allocate(capacity: 1)

  /// Whether a thread has begun to end the process.
  private static let isEnding = Atomic(false)

  /// Installs the handler, once.
  static let handler: Void = {
    // A handler may not be the first that needs it.
    _ = entries
    isEnding.store(false, ordering: .relaxed)
    before.initialize(to: sigaction(of: SIGBUS))
    var action = sigaction()
    action.handle(with: exitOrPassOn)
    sigaction(SIGBUS, &action, nil)
  }()

  private let slot: Int?

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
    entry.initialize(to: Entry(bytes: bytes, message: Self.message(for: path)))
    slot = Self.entries.insert(entry)
    if slot == nil { Self.free(entry) }
  }

  deinit {
    guard let slot, let entry = Self.entries.take(slot) else { return }
    Self.free(entry)
  }

  private static func free(_ entry: UnsafeMutablePointer<Entry>) {
    entry.pointee.message.deallocate()
    entry.deallocate()
  }

  private static func message(
    for path: String
  ) -> UnsafeMutableRawBufferPointer {
    let error = FileError(
      path, "was truncated while being read, or its disk failed")
    // On a terminal, the message replaces the progress bar.
    let wipe = isatty(STDERR_FILENO) != 0 ? "\r\u{1b}[K" : ""
    let text = Array("\(wipe)Error: \(error)\n".utf8)
    let message = UnsafeMutableRawBufferPointer.allocate(
      byteCount: text.count, alignment: 1)
    message.copyBytes(from: text)
    return message
  }

  // Calls async-signal-safe functions only; all statics are initialized by then.
  private static let exitOrPassOn: SignalHandler = { signal, information, _ in
    let address = information?.pointee.faultAddress
    for slot in entries.indices {
      guard let address, let entry = entries.take(slot) else { continue }
      let range = entry.pointee.bytes
      guard let start = range.baseAddress,
        start <= address, address < start + range.count
      else { continue }
      exit(entry.pointee.message)
    }
    // A fault repeats when this returns; a signal that was sent is sent again.
    sigaction(signal, before, nil)
    if address == nil { raise(signal) }
  }

  private static func exit(_ message: UnsafeMutableRawBufferPointer) -> Never {
    // If another thread was first, this one only waits.
    while isEnding.exchange(true, ordering: .relaxed) { pause() }
    PartialFile.removeAll()
    write(STDERR_FILENO, message.baseAddress, message.count)
    _exit(EXIT_FAILURE)
  }
}
