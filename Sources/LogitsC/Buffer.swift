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
  /// The buffer; `nil` if it is left out.
  func optionalBuffer(
    _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> Buffer? {
    if type == 0, data == nil, count == 0 { return nil }
    guard let type = _ElementType(code: type) else {
      throw .unknownType(role.rawValue, self.type)
    }
    return Buffer(
      bytes: try memory(
        data, count: count, size: type.size, alignment: type.size,
        role.rawValue),
      type: type, stride: stride == 0 ? nil : Int(stride))
  }

  /// The buffer, which may not be left out.
  func buffer(_ role: LogitsError.Buffer) throws(ArgumentError) -> Buffer {
    guard let buffer = try optionalBuffer(role) else {
      throw .nullPointer(role.rawValue)
    }
    return buffer
  }

  /// Numbers to be read, if there are any.
  func numbers(_ role: LogitsError.Buffer) throws -> SampleNumbers? {
    guard let buffer = try optionalBuffer(role) else { return nil }
    return try SampleNumbers(buffer.bytes, buffer.type, role)
  }
}

extension logits_output {
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

/// The memory of so many elements, which may be null if there are none.
func memory(
  _ start: UnsafeRawPointer?, count: Int64, size: Int, alignment: Int,
  _ name: String
) throws(ArgumentError) -> UnsafeRawBufferPointer {
  guard count >= 0 else { throw .negativeCount(name, count) }
  let (bytes, overflow) = Int(count).multipliedReportingOverflow(by: size)
  guard !overflow else { throw .beyondMemory(name) }
  guard let start else {
    guard count == 0 else { throw .nullPointer(name) }
    return UnsafeRawBufferPointer(start: nil, count: 0)
  }
  let address = UInt(bitPattern: start)
  guard address.isMultiple(of: UInt(alignment)) else {
    throw .unaligned(name, alignment)
  }
  guard !address.addingReportingOverflow(UInt(bytes)).overflow else {
    throw .beyondMemory(name)
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
    let types: [_ElementType?] = Self.byCode
    guard types.indices.contains(Int(code)), let type = types[Int(code)] else {
      return nil
    }
    self = type
  }

  private static let byCode: [_ElementType?] = [
    nil, .float, .double, .float16, .bfloat16, .int8, .int16, .int32, .int64,
    .uint8, .uint16, .uint32, .uint64,
  ]
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
