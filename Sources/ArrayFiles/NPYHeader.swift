/// What the header of an NPY file says of the array behind it.
///
/// Format: numpy.lib.format in NumPy's reference, versions 1.0, 2.0 and 3.0.
package struct NPYHeader: Equatable {
  package var elementType: ElementType
  package var shape: [Int]
  /// Where the elements start.
  package var dataOffset: Int

  /// The bytes that all NPY files start with.
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// No array needs more; a file that claims more is broken or hostile.
  private static let maximumLength = 1 << 16

  /// Why a header is refused, for ``FileError``.
  package struct Refusal: Error, Equatable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Reads the header of a file, and checks that its elements are all there.
  package init(parsing file: UnsafeRawBufferPointer) throws(Refusal) {
    guard file.count >= 10, file.prefix(6).elementsEqual(Self.magic) else {
      throw Refusal("is not an NPY file")
    }
    let lengthBytes: Int
    switch file[6] {
    case 1: lengthBytes = 2
    case 2, 3: lengthBytes = 4
    default: throw Refusal("has NPY version \(file[6]), not 1 to 3")
    }
    let textStart = 8 + lengthBytes
    guard file.count >= textStart else {
      throw Refusal("is truncated in its header")
    }
    let length = file[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximumLength else {
      throw Refusal("has a header of \(length) bytes")
    }
    guard file.count >= textStart + length else {
      throw Refusal("is truncated in its header")
    }
    dataOffset = textStart + length
    let text = file[textStart..<dataOffset]
    guard let fields = NPYDictionary(parsing: text) else {
      throw Refusal("has a header that cannot be understood")
    }
    guard let elementType = ElementType(rawValue: fields.descr) else {
      throw Refusal(
        "has elements of type '\(fields.descr)', which is not supported")
    }
    guard !fields.fortranOrder || fields.shape.count < 2 else {
      throw Refusal("is in Fortran order; save it in C order")
    }
    self.elementType = elementType
    shape = fields.shape
    let needed = try byteCount()
    guard file.count - dataOffset >= needed else {
      throw Refusal(
        "is truncated: \(file.count - dataOffset) bytes of elements instead "
          + "of \(needed)")
    }
  }

  /// A header for a new file, version 1.0.
  package init(elementType: ElementType, shape: [Int]) {
    self.elementType = elementType
    self.shape = shape
    dataOffset = 0
    dataOffset = bytes().count
  }

  private func byteCount() throws(Refusal) -> Int {
    var count = elementType.size
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw Refusal("has a shape that overflows") }
      count = product
    }
    return count
  }

  /// The header's bytes; with the padding that puts elements at a multiple
  /// of 64.
  package func bytes() -> [UInt8] {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': '\(elementType.rawValue)', 'fortran_order': False, "
      + "'shape': (\(extents)), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    return Self.magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0a]
  }
}
