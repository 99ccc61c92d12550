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
    let places = fuzzed.places.values
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
    for buffer in fuzzed.function.signature.buffers where !buffer.isWritten {
      guard let place = fuzzed[buffer.role] else { continue }
      let start = arena.start + place.lowerBound
      if buffer.role == .targets {
        fuzzed.targets.withUnsafeBytes {
          if let source = $0.baseAddress {
            start.copyMemory(from: source, byteCount: place.count)
          }
        }
      } else if fuzzed.element.isHalf {
        for i in 0..<place.count / 2 {
          start.storeBytes(
            of: UInt16(truncatingIfNeeded: generator.next()),
            toByteOffset: 2 * i, as: UInt16.self)
        }
      } else if fuzzed.element == .float {
        let numbers = UnsafeMutableBufferPointer(
          start: start.assumingMemoryBound(to: Float.self),
          count: place.count / 4)
        fuzzed.numbers.fill(numbers, &generator)
      } else {
        let numbers = UnsafeMutableBufferPointer(
          start: start.assumingMemoryBound(to: Double.self),
          count: place.count / 8)
        fuzzed.numbers.fill(numbers, &generator)
      }
    }
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
    guard !fuzzed.accumulates, fuzzed.samples > 0,
      !fuzzed.isInPlace
    else { return nil }
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
    function.signature.buffers.flatMap { buffer -> [Range<Int>] in
      guard buffer.isWritten, let place = self[buffer.role] else { return [] }
      guard buffer.role == .gradient, rowStride != classes else {
        return [place]
      }
      return (0..<Int(samples)).map { row in
        let start = place.lowerBound + row * Int(rowStride) * element.wideSize
        return start..<start + Int(classes) * element.wideSize
      }
    }
  }
}
