import CLogits
import Logits

/// A buffer of a C caller's, whose type, length and pointer make sense.
struct Buffer {
  let bytes: UnsafeRawBufferPointer
  let type: _ElementType
  let stride: Int?

  /// The number of elements.
  var count: Int { bytes.count / type.size }

  /// What the buffer's numbers are computed in.
  var isDouble: Bool { type == .double }

  /// As rows or planes.
  func elements<Scalar>() -> Elements<Scalar> { Elements(bytes, type) }
}

extension logits_input {
  /// The buffer, which may not be left out.
  func buffer(_ role: LogitsError.Buffer) throws(ArgumentError) -> Buffer {
    guard !isLeftOut else { throw .nullPointer(role.rawValue) }
    guard let type = _ElementType(code: type) else {
      throw .unknownType(role.rawValue, self.type)
    }
    let size = type.size
    return Buffer(
      bytes: try memory(
        data, count: count, size: size, alignment: size, role.rawValue),
      type: type, stride: stride == 0 ? nil : Int(stride))
  }

  /// The buffer; `nil` if it is left out.
  @inline(__always)
  func optionalBuffer(
    _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> Buffer? {
    isLeftOut ? nil : try buffer(role)
  }

  /// Whether its numbers are computed in Double.
  @inline(__always)
  var isDouble: Bool { type == Int64(LOGITS_F64.rawValue) }

  private var isLeftOut: Bool { type == 0 && data == nil && count == 0 }

  /// Numbers to be read, if there are any.
  @inline(__always)
  func numbers(_ role: LogitsError.Buffer) throws -> SampleNumbers? {
    guard let buffer = try optionalBuffer(role) else { return nil }
    return try SampleNumbers(buffer.bytes, buffer.type, role)
  }
}

extension logits_output {
  @inline(__always)
  var input: logits_input {
    logits_input(data: data, count: count, stride: stride, type: type)
  }

  /// The buffer; `nil` if it is not wanted.
  func optionalBuffer(
    _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> Buffer? {
    try input.optionalBuffer(role)
  }

  /// The buffer, which may not be left out.
  func buffer(_ role: LogitsError.Buffer) throws(ArgumentError) -> Buffer {
    try input.buffer(role)
  }

  /// A place for numbers, if they are wanted.
  func results(_ role: LogitsError.Buffer) throws -> SampleNumbers? {
    guard let buffer = try optionalBuffer(role) else { return nil }
    return try SampleNumbers(results: buffer.bytes, buffer.type, role)
  }
}

/// The memory of so many elements, which may be null if there are none; the
/// alignment is a power of 2.
@inline(__always)
func memory(
  _ start: UnsafeRawPointer?, count: Int64, size: Int, alignment: Int,
  _ name: @autoclosure () -> String
) throws(ArgumentError) -> UnsafeRawBufferPointer {
  guard count >= 0 else { throw .negativeCount(name(), count) }
  let (bytes, overflow) = Int(count).multipliedReportingOverflow(by: size)
  guard !overflow else { throw .beyondMemory(name()) }
  guard let start else {
    guard count == 0 else { throw .nullPointer(name()) }
    return UnsafeRawBufferPointer(start: nil, count: 0)
  }
  let address = UInt(bitPattern: start)
  guard address & UInt(alignment - 1) == 0 else {
    throw .unaligned(name(), alignment)
  }
  guard !address.addingReportingOverflow(UInt(bytes)).overflow else {
    throw .beyondMemory(name())
  }
  return UnsafeRawBufferPointer(start: start, count: bytes)
}

/// The structs at a pointer, which may be null if there are none.
func structs<Struct>(
  _ start: UnsafeRawPointer?, count: Int64, _ name: String, _: Struct.Type
) throws(ArgumentError) -> UnsafeMutableBufferPointer<Struct> {
  let bytes = try memory(
    start, count: count, size: MemoryLayout<Struct>.stride,
    alignment: MemoryLayout<Struct>.alignment, name)
  return UnsafeMutableBufferPointer(
    start: UnsafeMutableRawPointer(mutating: bytes.baseAddress)?
      .assumingMemoryBound(to: Struct.self),
    count: Int(count))
}

extension _ElementType {
  /// The type of a code of `enum logits_type`.
  init?(code: Int64) {
    switch code {
    case 1: self = .float
    case 2: self = .double
    case 3: self = .float16
    case 4: self = .bfloat16
    case 5: self = .int8
    case 6: self = .int16
    case 7: self = .int32
    case 8: self = .int64
    case 9: self = .uint8
    case 10: self = .uint16
    case 11: self = .uint32
    case 12: self = .uint64
    default: return nil
    }
  }
}

extension logits_layout {
  /// How a batch lies in its first buffer.
  func layout(of first: Buffer) throws(LogitsError) -> Layout {
    guard positions != 0 else {
      return .rows(of: Int(classes), stride: first.stride)
    }
    if let stride = first.stride { throw .strideOfPlanes(stride) }
    return .planes(classes: Int(classes), positions: Int(positions))
  }
}
