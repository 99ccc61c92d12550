/// The header of a safetensors file, which describes the tensors behind it.
///
/// Format: README.md of huggingface/safetensors. As in the implementation
/// there, the tensors fill the file without gaps.
package struct SafetensorsHeader: Equatable {
  /// In the order of their elements in the file.
  package let tensors: [SafetensorsTensor]

  /// Far more than the header of a file of logits needs: some 30,000 tensors.
  ///
  /// The format allows 100 MB, which can be made to take seconds and hundreds of
  /// megabytes of memory.
  private static let maximumLength: UInt64 = 4 << 20

  /// Reads the header of a file, and checks that its tensors are all there.
  package init(parsing file: UnsafeRawBufferPointer) throws(HeaderError) {
    guard file.count >= 8 else {
      throw HeaderError("is not a safetensors file")
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= Self.maximumLength else {
      throw HeaderError(
        "has a header of \(length) bytes; the limit is \(Self.maximumLength)")
    }
    let dataOffset = 8 + Int(length)
    guard file.count >= dataOffset else {
      throw HeaderError(
        "is truncated: \(file.count - 8) bytes of header instead of \(length)")
    }
    guard length > 0, file[8] == UInt8(ascii: "{") else {
      throw HeaderError("has a header that does not begin with '{'")
    }
    tensors = try Self.tensors(
      UnsafeRawBufferPointer(rebasing: file[8..<dataOffset]),
      dataOffset: dataOffset)
    var end = dataOffset
    for tensor in tensors {
      try tensor.checkSize()
      guard tensor.bytes.lowerBound >= end else {
        throw tensor.error("overlaps another")
      }
      guard tensor.bytes.lowerBound == end else {
        throw tensor.error("has a gap before it")
      }
      end = tensor.bytes.upperBound
    }
    guard end <= file.count else {
      throw HeaderError(
        "is truncated: \(file.count - dataOffset) bytes of elements instead "
          + "of \(end - dataOffset)")
    }
    guard end == file.count else {
      throw HeaderError("has \(file.count - end) bytes after its last tensor")
    }
  }

  private static func tensors(
    _ text: UnsafeRawBufferPointer, dataOffset: Int
  ) throws(HeaderError) -> [SafetensorsTensor] {
    var scanner = HeaderScanner(text)
    var tensors: [SafetensorsTensor] = []
    try scanner.object { (scanner, name) throws(HeaderError) in
      if name == "__metadata__" {
        try scanner.object { (scanner, _) throws(HeaderError) in
          _ = try scanner.string()
        }
      } else {
        tensors.append(
          try SafetensorsTensor(name, &scanner, dataOffset: dataOffset))
      }
    }
    guard scanner.next == nil else { throw scanner.error("unexpected text") }
    return tensors.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound)
        < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
  }
}
