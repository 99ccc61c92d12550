import CLogits
import Logits
import TestSupport

/// A good call of any function, whose buffers are then made bad: two samples of
/// four classes or features, three outputs.
struct CheckedCall {
  let function: CFunction
  let type: _ElementType
  var arguments: CArguments
  var options = logits_options.zeros
  private let memory: UnsafeMutableRawBufferPointer

  /// Room for each buffer, apart from the others.
  private static let room = 1024

  init(_ function: CFunction, _ type: _ElementType, reduces: Bool = true) {
    self.function = function
    self.type = type
    memory = .allocate(byteCount: Self.room * 12, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    arguments = CArguments(logits_layout(classes: 4, positions: 0))
    options.reduction = reduces ? 0 : 2
    for (i, buffer) in function.buffers.enumerated() {
      let type = elementType(buffer)
      arguments[buffer.role] = logits_output(
        data: memory.baseAddress.unsafelyUnwrapped + Self.room * (i + 1),
        count: Int64(count(buffer)), stride: 0, type: type.code)
    }
  }

  func deallocate() { memory.deallocate() }

  /// Zeros are good logits, targets and weights.
  var isUntouched: Bool { memory.allSatisfy { $0 == 0 } }

  func call() -> Outcome {
    withUnsafePointer(to: options) {
      var arguments = arguments
      arguments.options = $0
      return Outcome(function.call(arguments))
    }
  }

  /// What the buffer's elements are.
  func elementType(_ buffer: CFunction.Buffer) -> _ElementType {
    switch buffer.kind {
    case .indices: .int64
    case .numbers, .losses: .double
    case .evaluations, .partials: .double
    default: type
    }
  }

  /// The number of elements; of evaluations, that of the samples.
  func count(_ buffer: CFunction.Buffer) -> Int {
    switch buffer.kind {
    case .rows, .features: 8
    case .numbers, .indices, .evaluations, .partials: 2
    case .losses: options.reduction == 2 ? 2 : 1
    case .weight: 12
    case .bias: 3
    case .outputs: 6
    }
  }

  /// The bytes of a buffer.
  func byteCount(_ buffer: CFunction.Buffer) -> Int {
    count(buffer)
      * (buffer.isOfStructs ? 64 : elementType(buffer).size)
  }
}

extension CFunction.Buffer {
  /// Whether it is a pointer and a count, without a type.
  var isOfStructs: Bool { kind == .evaluations || kind == .partials }
}
