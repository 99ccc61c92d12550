import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

/// Cases made of seeds, tried on all processors.
///
/// `LOGITS_SOAK` sets the number of cases of all kinds together, `LOGITS_SEED`
/// selects the case of one seed.
struct FuzzRun {
  let kind: FuzzKind
  /// Cases by default.
  let short: UInt64
  /// Of ten thousand cases of all kinds, how many are of this one.
  let share: UInt64

  private static let chunk: UInt64 = 256

  /// Tries the cases; a check returns what is wrong with one, if anything.
  ///
  /// Each thread makes a check of its own, and memory for it.
  func run(_ makeCheck: @Sendable () -> (UInt64) -> String?) {
    let seeds = seeds
    let next = Atomic(seeds.lowerBound)
    let failures = Mutex<[String]>([])
    CasesUnderWay.watch {
      DispatchQueue.concurrentPerform(
        iterations: ProcessInfo.processInfo.activeProcessorCount
      ) { _ in
        let check = makeCheck()
        let slot = CasesUnderWay.Slot(kind)
        while true {
          let start = next.wrappingAdd(Self.chunk, ordering: .relaxed).oldValue
          guard start < seeds.upperBound else { return }
          CasesUnderWay.restartClock()
          for seed in start..<min(start + Self.chunk, seeds.upperBound) {
            slot.begin(seed)
            if let failure = check(seed) {
              failures.withLock { $0.append("LOGITS_SEED=\(seed): \(failure)") }
            }
          }
        }
      }
    }
    let found = failures.withLock { $0 }
    for failure in found.prefix(10) { Issue.record("\(kind) \(failure)") }
    if Self.number("LOGITS_SOAK") != nil {
      // At once, where `print` would wait for a full buffer.
      FileHandle.standardOutput.write(
        Data("\(kind): \(seeds.count) cases, \(found.count) failures\n".utf8))
    }
  }

  private var seeds: Range<UInt64> {
    if let seed = Self.number("LOGITS_SEED") { return seed..<seed + 1 }
    let count = Self.number("LOGITS_SOAK").map { $0 / 10_000 * share }
    return 1..<1 + (count ?? short)
  }

  private static func number(_ variable: String) -> UInt64? {
    ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
  }
}

/// What a case tries.
enum FuzzKind: Int, CaseIterable {
  case cInterface, tables, losses, layers, headers, files, threads, labels
}
