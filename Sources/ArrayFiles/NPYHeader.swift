/// What the header of an NPY file says of the array behind it.
///
/// Format: numpy.lib.format in NumPy's reference, versions 1.0, 2.0 and 3.0.
package struct NPYHeader: Equatable {
  package let elementType: ElementType
  package let shape: [Int]
  /// Where the elements start.
  package private(set) var dataOffset: Int
  /// How the header spells the type.
  let spelling: String

  /// The bytes that all NPY files start with.
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// No array needs more; a file that claims more is broken or hostile.
  private static let maximumLength = 1 << 16

  /// Whether a file is NPY, by its first bytes.
  static func begins(_ file: UnsafeRawBufferPointer) -> Bool {
    file.prefix(magic.count).elementsEqual(magic)
  }

  /// Reads the header of a file, and checks that its elements are all there.
  package init(parsing file: UnsafeRawBufferPointer) throws(HeaderRefusal) {
    guard file.count >= 10, Self.begins(file) else {
      throw HeaderRefusal("is not an NPY file")
    }
    let lengthBytes: Int
    switch file[6] {
    case 1: lengthBytes = 2
    case 2, 3: lengthBytes = 4
    default: throw HeaderRefusal("has NPY version \(file[6]), not 1 to 3")
    }
    let textStart = 8 + lengthBytes
    guard file.count >= textStart else {
      throw HeaderRefusal("is truncated in its header")
    }
    let length = file[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximumLength else {
      throw HeaderRefusal("has a header of \(length) bytes")
    }
    guard file.count >= textStart + length else {
      throw HeaderRefusal("is truncated in its header")
    }
    dataOffset = textStart + length
    let text = file[textStart..<dataOffset]
    guard let fields = NPYDictionary(parsing: text) else {
      throw HeaderRefusal("has a header that cannot be understood")
    }
    guard let elementType = ElementType(npySpelling: fields.descr) else {
      throw HeaderRefusal(
        "has elements of type \(fields.descr.quoted), which is not supported")
    }
    guard !fields.fortranOrder || fields.shape.count < 2 else {
      throw HeaderRefusal("is in Fortran order; save it in C order")
    }
    self.elementType = elementType
    spelling = fields.descr
    shape = fields.shape
    guard let needed = elementType.byteCount(shape) else {
      throw HeaderRefusal("has a shape that overflows")
    }
    guard file.count - dataOffset >= needed else {
      throw HeaderRefusal(
        "is truncated: \(file.count - dataOffset) bytes of elements instead "
          + "of \(needed)")
    }
  }

  /// A header for a new file, version 1.0.
  ///
  /// - Throws: ``HeaderRefusal`` for bfloat16, which NPY cannot spell.
  package init(elementType: ElementType, shape: [Int]) throws(HeaderRefusal) {
    guard let spelling = elementType.npySpelling else {
      throw HeaderRefusal("cannot hold elements of type \(elementType) in NPY")
    }
    self.elementType = elementType
    self.spelling = spelling
    self.shape = shape
    dataOffset = 0
    dataOffset = bytes().count
  }

  /// The header's bytes.
  package func bytes() -> [UInt8] {
    Self.bytes(descr: "'\(spelling)'", shape: shape)
  }

  /// The bytes of a header for a new file of records: one axis of elements that
  /// each hold a number in every field, without gaps.
  ///
  /// NumPy reads it as a structured array: `load(path)["name"]`.
  package static func bytes(
    records count: Int, fields: [(name: String, type: ElementType)]
  ) -> [UInt8] {
    let list = fields.map { "('\($0.name)', '\($0.type.npySpelling ?? "")')" }
    return bytes(descr: "[\(list.joined(separator: ", "))]", shape: [count])
  }

  /// With the padding that puts elements at a multiple of 64.
  private static func bytes(descr: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': \(descr), 'fortran_order': False, 'shape': (\(extents)), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0a]
  }
}
