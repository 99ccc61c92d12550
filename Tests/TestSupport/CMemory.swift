import CLogits
import Logits

/// Elements in memory of their own, as a function of logits.h is given them.
package final class CMemory<Element: TargetElement>: @unchecked Sendable {
  package let buffer: UnsafeMutableBufferPointer<Element>
  private let stride: Int64

  package init(_ elements: [Element], stride: Int64 = 0) {
    buffer = .allocate(capacity: elements.count)
    _ = buffer.initialize(from: elements)
    self.stride = stride
  }

  deinit { buffer.deallocate() }

  package var elements: [Element] { Array(buffer) }

  package var output: logits_output { .of(buffer, stride: stride) }

  package var input: logits_input { output.input }
}

extension logits_output {
  package static func of<Element: TargetElement>(
    _ elements: UnsafeMutableBufferPointer<Element>, stride: Int64 = 0
  ) -> logits_output {
    logits_output(
      data: elements.baseAddress, count: Int64(elements.count), stride: stride,
      type: Element._type.code)
  }

  package static func of<Element: TargetElement>(
    _ elements: UnsafeBufferPointer<Element>, stride: Int64 = 0
  ) -> logits_output {
    of(UnsafeMutableBufferPointer(mutating: elements), stride: stride)
  }
}

extension _ElementType {
  /// Its value of `enum logits_type`.
  package var code: Int64 {
    let type =
      switch self {
      case .float: LOGITS_F32
      case .double: LOGITS_F64
      case .float16: LOGITS_F16
      case .bfloat16: LOGITS_BF16
      case .int8: LOGITS_I8
      case .int16: LOGITS_I16
      case .int32: LOGITS_I32
      case .int64: LOGITS_I64
      case .uint8: LOGITS_U8
      case .uint16: LOGITS_U16
      case .uint32: LOGITS_U32
      case .uint64: LOGITS_U64
      }
    return Int64(type.rawValue)
  }
}

extension logits_options {
  /// Zeros, and the size.
  package static var zeros: logits_options {
    var options = logits_options()
    options.size = MemoryLayout<logits_options>.size
    return options
  }
}
