/// Class indices that are written, one per sample, of any integer type.
@usableFromInline
package struct ClassResults {
  let start: UnsafeMutableRawPointer?
  let count: Int
  let type: _ElementType
  /// The largest index that there is room for.
  let largest: Int

  @usableFromInline
  package init<Index: ClassIndex>(
    _ indices: UnsafeMutableBufferPointer<Index>
  ) {
    start = UnsafeMutableRawPointer(indices.baseAddress)
    count = indices.count
    type = Index._type
    largest = Int(clamping: Index.max)
  }

  /// Indices of any type.
  ///
  /// - Throws: `elementType` for a type that is no integer.
  package init(
    _ bytes: UnsafeRawBufferPointer, _ type: _ElementType
  ) throws(LogitsError) {
    guard type.isIndex else { throw .notIndices(.output, type) }
    start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    count = bytes.count / type.size
    self.type = type
    largest =
      switch type {
      case .int8: Int(Int8.max)
      case .int16: Int(Int16.max)
      case .int32: Int(Int32.max)
      case .uint8: Int(UInt8.max)
      case .uint16: Int(UInt16.max)
      case .uint32: Int(UInt32.max)
      default: .max
      }
  }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count * type.size)
  }

  func store(_ index: Int, at sample: Int) {
    let element = start.unsafelyUnwrapped + sample * type.size
    // The bits are the same, signed or not.
    switch type.size {
    case 1:
      element.storeBytes(of: UInt8(truncatingIfNeeded: index), as: UInt8.self)
    case 2:
      element.storeBytes(of: UInt16(truncatingIfNeeded: index), as: UInt16.self)
    case 4:
      element.storeBytes(of: UInt32(truncatingIfNeeded: index), as: UInt32.self)
    default:
      element.storeBytes(of: index, as: Int.self)
    }
  }
}
