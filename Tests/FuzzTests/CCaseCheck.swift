import CLogits
import Foundation
import Logits
import TestSupport

/// Calls cases in a memory of its own, and looks at what they have written.
final class CCaseCheck {
  private let arena = Arena()
  private static let canary: UInt8 = 0xa5

  /// What is wrong with the case of this seed.
  func failure(_ seed: UInt64) -> String? {
    var generator = SeededGenerator(seed: seed)
    let fuzzed = CCase(using: &generator)
    return failure(fuzzed, &generator).map { "\($0) in \(fuzzed)" }
  }

  func failure(
    _ fuzzed: CCase, _ generator: inout some RandomNumberGenerator
  ) -> String? {
    let places = fuzzed.buffers.values.filter { $0.offset != nil }.map(\.bytes)
    let from = max(0, (places.map(\.lowerBound).min() ?? 0) - 64)
    let end = min(Arena.size, (places.map(\.upperBound).max() ?? 0) + 64)
    memset(arena.start + from, Int32(Self.canary), end - from)
    fill(fuzzed, &generator)
    arena.remember(from..<end)

    let faults = fuzzed.faults
    let status = UInt32(bitPattern: fuzzed.call(arena.start))
    if faults.isEmpty ? status != 0 : !faults.contains(status) {
      return "status \(status), \(message)"
    }
    guard status == 0 else {
      if message.isEmpty { return "status \(status) without a message" }
      return arena.isUnchanged(from..<end) ? nil : "an error has written"
    }
    return strayWrite(fuzzed, from..<end) ?? missingWrite(fuzzed)
  }

  private var message: String { String(cString: logits_error_message()) }

  private func fill(
    _ fuzzed: CCase, _ generator: inout some RandomNumberGenerator
  ) {
    let inputs = fuzzed.buffers.filter { !$0.value.isWritten }
    for (role, place) in inputs.sorted(by: { $0.key.rawValue < $1.key.rawValue }
    )
    where place.bytes.upperBound <= Arena.size {
      let start = arena.start + place.bytes.lowerBound
      if role == .targets {
        fuzzed.targets.withUnsafeBytes {
          if let source = $0.baseAddress {
            start.copyMemory(from: source, byteCount: $0.count)
          }
        }
        continue
      }
      if role == .partials {
        let partial = logits_partial(
          maximum: 1, sum: 2, logit_sum: 0, weight_sum: 0, target_logit: 0.5,
          target_weight: 1, targets: 1, classes: 9)
        for i in 0..<place.length {
          start.storeBytes(
            of: partial, toByteOffset: 64 * i, as: logits_partial.self)
        }
        continue
      }
      // Weights have to be finite.
      let isWeight = role == .classWeights || role == .sampleWeights
      let numbers = isWeight ? .ordinary : fuzzed.numbers
      switch place.elementSize {
      case 2:
        for i in 0..<place.length {
          let bits = UInt16(truncatingIfNeeded: generator.next())
          start.storeBytes(
            of: isWeight ? bits & 0x3fff : bits, toByteOffset: 2 * i,
            as: UInt16.self)
        }
      case 4:
        fill(start, place.length, Float.self, numbers, &generator)
      default:
        fill(start, place.length, Double.self, numbers, &generator)
      }
    }
  }

  /// As far as it is aligned.
  private func fill<Scalar: LogitScalar>(
    _ start: UnsafeMutableRawPointer, _ count: Int, _: Scalar.Type,
    _ numbers: NumberKind, _ generator: inout some RandomNumberGenerator
  ) {
    guard UInt(bitPattern: start) % UInt(MemoryLayout<Scalar>.size) == 0 else {
      return
    }
    numbers.fill(
      UnsafeMutableBufferPointer(
        start: start.assumingMemoryBound(to: Scalar.self), count: count),
      &generator)
  }

  /// Whether a byte has changed that belongs to no result.
  private func strayWrite(_ fuzzed: CCase, _ all: Range<Int>) -> String? {
    var next = all.lowerBound
    let results = fuzzed.results.sorted { $0.lowerBound < $1.lowerBound }
    for result in results {
      if next < result.lowerBound, !arena.isUnchanged(next..<result.lowerBound)
      {
        return "written between \(next) and \(result.lowerBound)"
      }
      next = max(next, result.upperBound)
    }
    return next >= all.upperBound || arena.isUnchanged(next..<all.upperBound)
      ? nil : "written between \(next) and \(all.upperBound)"
  }

  /// Whether an element of a result is still what it was.
  private func missingWrite(_ fuzzed: CCase) -> String? {
    let accumulates = fuzzed.function.isLinear && fuzzed.options != nil
    guard !accumulates, !fuzzed.isInPlace else { return nil }
    for result in fuzzed.results {
      var unwritten = 0
      for byte in result {
        let isCanary =
          arena.start.load(fromByteOffset: byte, as: UInt8.self) == Self.canary
        unwritten = isCanary ? unwritten + 1 : 0
        // Results do not have so many of these bytes in a row.
        if unwritten == 7 { return "not written at \(byte)" }
      }
    }
    return nil
  }
}

extension CCase {
  /// The bytes that a call that succeeds may write.
  fileprivate var results: [Range<Int>] {
    buffers.values.filter(\.isWritten).flatMap(\.rowBytes)
  }
}
