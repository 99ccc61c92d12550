import Foundation
import Synchronization

/// The seeds that threads are trying, to be printed if the process crashes or
/// hangs.
enum CasesUnderWay {
  private static let capacity = 64

  /// A seed times 8, and the kind of the case; 0 where there is none.
  private nonisolated(unsafe) static let cases = {
    let cases = UnsafeMutablePointer<Atomic<UInt64>>.allocate(
      capacity: capacity)
    for slot in 0..<capacity { (cases + slot).initialize(to: Atomic(0)) }
    return cases
  }()

  private static let names: [StaticString] = [
    "cInterface", "tables", "losses", "layers", "headers", "files", "threads",
    "labels",
  ]

  private static let handlers: Void = {
    _ = (cases, names)
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGALRM] {
      signal(number, nameCasesAndDie)
    }
  }()

  private static let runs = Atomic(0)

  /// Calls `body` with handlers that name the cases.
  static func watch(_ body: () -> Void) {
    handlers
    runs.wrappingAdd(1, ordering: .relaxed)
    body()
    // Other tests of the process have no clock.
    if runs.wrappingSubtract(1, ordering: .relaxed).newValue == 0 { alarm(0) }
  }

  /// A minute from now the process dies, unless another one is asked for, or
  /// nothing is watched any more.
  static func restartClock() { alarm(60) }

  /// Where one thread records the case it is trying.
  struct Slot: ~Copyable {
    private let slot: Int?
    private let kind: FuzzKind

    init(_ kind: FuzzKind) {
      self.kind = kind
      slot = (0..<capacity).first {
        cases[$0].compareExchange(
          expected: 0, desired: UInt64(kind.rawValue),
          ordering: .acquiringAndReleasing
        ).original >> 3 == 0
      }
    }

    deinit { if let slot { cases[slot].store(0, ordering: .releasing) } }

    func begin(_ seed: UInt64) {
      guard let slot else { return }
      cases[slot].store(seed << 3 | UInt64(kind.rawValue), ordering: .relaxed)
    }
  }

  /// The handler: calls nothing but what POSIX allows in one.
  private static let nameCasesAndDie: @convention(c) (Int32) -> Void = {
    number in
    for slot in 0..<capacity {
      let value = cases[slot].load(ordering: .relaxed)
      guard value >> 3 != 0 else { continue }
      let name = names[Int(value & 7)]
      write(2, name.utf8Start, name.utf8CodeUnitCount)
      writeText(" LOGITS_SEED=")
      writeNumber(value >> 3)
      writeText("\n")
    }
    signal(number, SIG_DFL)
    raise(number)
  }

  private static func writeText(_ text: StaticString) {
    write(2, text.utf8Start, text.utf8CodeUnitCount)
  }

  private static func writeNumber(_ number: UInt64) {
    if number >= 10 { writeNumber(number / 10) }
    var digit = UInt8(ascii: "0") + UInt8(number % 10)
    write(2, &digit, 1)
  }
}
