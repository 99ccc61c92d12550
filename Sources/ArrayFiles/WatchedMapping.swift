#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// A mapping of a file: if pages of it are gone when they are read, the process
/// ends with a message, and leaves no partial file.
///
/// A file that is truncated loses its pages, and to read one is SIGBUS. What
/// else raises that signal is answered as it was before. More than 4,096 at once
/// are not looked after.
struct WatchedMapping: ~Copyable {
  private struct Entry {
    let bytes: UnsafeRawBufferPointer
    /// The line on stderr.
    let message: UnsafeMutableRawBufferPointer
  }

  private nonisolated(unsafe) static let entries = HandlerTable<Entry>(
    capacity: 4096)

  /// What SIGBUS did before.
  ///
  /// Allocated, because for a static C struct with a gap between its fields
  /// Swift 6.3 keeps less room than it has bytes.
  private nonisolated(unsafe) static let before =
    UnsafeMutablePointer<sigaction>.allocate(capacity: 1)

  /// Whether a thread has found its mapping, and ends the process.
  private static let isEnding = Atomic(false)

  /// Installs the handler, once.
  private static let handler: Void = {
    isEnding.store(false, ordering: .relaxed)
    before.initialize(to: sigaction(of: SIGBUS))
    var action = sigaction()
    action.handleFaults(with: endOrPassOn)
    sigaction(SIGBUS, &action, nil)
  }()

  private let slot: Int?

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
    entry.initialize(
      to: Entry(bytes: bytes, message: Self.message(of: path)))
    slot = Self.entries.insert(entry)
    if slot == nil { Self.free(entry) }
    // The handler looks for partial files too.
    PartialFile.prepare()
    Self.handler
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
    of path: String
  ) -> UnsafeMutableRawBufferPointer {
    let error = FileError(
      path, "was truncated while it was read, or its disk failed")
    // A terminal may show how far the work is: the message takes that line.
    let wipe = isatty(STDERR_FILENO) != 0 ? "\r\u{1b}[K" : ""
    let text = Array("\(wipe)Error: \(error)\n".utf8)
    let message = UnsafeMutableRawBufferPointer.allocate(
      byteCount: text.count, alignment: 1)
    message.copyBytes(from: text)
    return message
  }

  /// The handler: calls nothing but what POSIX allows in one, and finds all that
  /// is static made.
  private static let endOrPassOn: FaultHandler = { signal, information, _ in
    let address = information?.pointee.faultAddress
    for slot in entries.indices {
      guard let address, let entry = entries.take(slot) else { continue }
      let range = entry.pointee.bytes
      guard let start = range.baseAddress,
        start <= address, address < start + range.count
      else { continue }
      end(entry.pointee.message)
    }
    // What faulted does so again when this returns; what was sent is sent again.
    sigaction(signal, before, nil)
    if address == nil { raise(signal) }
  }

  private static func end(_ message: UnsafeMutableRawBufferPointer) -> Never {
    // Another thread may have found it first; this one only waits.
    while isEnding.exchange(true, ordering: .relaxed) { pause() }
    PartialFile.removeAll()
    write(STDERR_FILENO, message.baseAddress, message.count)
    _exit(EXIT_FAILURE)
  }
}
