import CLogits
import Logits
import TestSupport

/// The arguments of a call, good or bad, and where its buffers are.
struct CCase {
  let function: CFunction
  let type: _ElementType
  var layout = logits_layout()
  var options: logits_options?
  var numbers = NumberKind.ordinary
  /// What is not there is left out; those of the options are among them.
  var buffers: [LogitsError.Buffer: Place] = [:]
  var targets: [Int64] = []
  /// The codes that the call may return; none for one that must succeed.
  var faults: Set<UInt32> = []

  /// A buffer in the memory of the cases.
  struct Place {
    /// The first byte; `nil` for a null pointer.
    var offset: Int?
    var count: Int64
    var stride: Int64 = 0
    var type: Int64
    let isWritten: Bool
    /// The elements from start to start of its rows, and those of a row.
    let rows: (number: Int, stride: Int, length: Int)
    let elementSize: Int

    var length: Int {
      rows.number == 0
        ? 0 : (rows.number - 1) * rows.stride + rows.length
    }

    /// The bytes from the first row to the last.
    var bytes: Range<Int> {
      let start = offset ?? 0
      return start..<start + length * elementSize
    }

    /// The bytes of each row.
    var rowBytes: [Range<Int>] {
      (0..<rows.number).map { row in
        let start = (offset ?? 0) + row * rows.stride * elementSize
        return start..<start + rows.length * elementSize
      }
    }
  }

  mutating func fail(_ statuses: logits_status...) {
    faults.formUnion(statuses.map(\.rawValue))
  }

  /// Whether a result takes the place of the rows that it comes from.
  var isInPlace: Bool {
    guard let roles = function.inPlace, let input = buffers[roles.input],
      let output = buffers[roles.output]
    else { return false }
    return input.offset == output.offset
  }

  /// The options as far as their size says that they are there.
  static func known(_ options: logits_options) -> logits_options {
    var known = logits_options()
    withUnsafeBytes(of: options) { all in
      withUnsafeMutableBytes(of: &known) {
        $0.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: all[..<options.size]))
      }
    }
    return known
  }
}
