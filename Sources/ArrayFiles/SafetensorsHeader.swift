/// What the header of a safetensors file says of the tensors behind it.
///
/// Format: README.md of huggingface/safetensors. As in the implementation
/// there, the tensors lie end to end and fill the file.
package struct SafetensorsHeader: Equatable {
  /// In the order of their elements in the file.
  package let tensors: [SafetensorsTensor]

  /// Far more than the header of a file of logits needs: some 30,000 tensors.
  ///
  /// The format allows 100 MB, which can be made to take seconds and hundreds of
  /// megabytes of memory.
  private static let maximumLength: UInt64 = 4 << 20

  /// Reads the header of a file, and checks that its tensors are all there.
  package init(parsing file: UnsafeRawBufferPointer) throws(HeaderRefusal) {
    guard file.count >= 8 else {
      throw HeaderRefusal("is not a safetensors file")
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= Self.maximumLength else {
      throw HeaderRefusal(
        "has a header of \(length) bytes; at most \(Self.maximumLength) are "
          + "read")
    }
    let dataOffset = 8 + Int(length)
    guard file.count >= dataOffset else {
      throw HeaderRefusal(
        "is truncated: \(file.count - 8) bytes of header instead of \(length)")
    }
    guard length > 0, file[8] == UInt8(ascii: "{") else {
      throw HeaderRefusal("has a header that does not begin with '{'")
    }
    tensors = try Self.tensors(
      UnsafeRawBufferPointer(rebasing: file[8..<dataOffset]),
      dataOffset: dataOffset)
    var end = dataOffset
    for tensor in tensors {
      try tensor.checkSize()
      guard tensor.bytes.lowerBound >= end else {
        throw tensor.refusal("shares bytes with another")
      }
      guard tensor.bytes.lowerBound == end else {
        throw tensor.refusal("follows bytes of no tensor")
      }
      end = tensor.bytes.upperBound
    }
    guard end <= file.count else {
      throw HeaderRefusal(
        "is truncated: \(file.count - dataOffset) bytes of elements instead "
          + "of \(end - dataOffset)")
    }
    guard end == file.count else {
      throw HeaderRefusal("ends in \(file.count - end) bytes of no tensor")
    }
  }

  private static func tensors(
    _ text: UnsafeRawBufferPointer, dataOffset: Int
  ) throws(HeaderRefusal) -> [SafetensorsTensor] {
    var scanner = JSONScanner(text)
    var tensors: [SafetensorsTensor] = []
    try scanner.object { (scanner, name) throws(HeaderRefusal) in
      if name == "__metadata__" {
        try scanner.object { (scanner, _) throws(HeaderRefusal) in
          _ = try scanner.string()
        }
      } else {
        tensors.append(
          try SafetensorsTensor(name, &scanner, dataOffset: dataOffset))
      }
    }
    guard scanner.next == nil else { throw scanner.refusal("more than it") }
    return tensors.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound)
        < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
  }
}
