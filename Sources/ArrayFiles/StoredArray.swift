/// An array in a memory-mapped file of either format.
package struct StoredArray: Sendable {
  /// The tensor's name, if the format has names.
  package let name: String?
  package let elementType: ElementType
  /// The elements' type, as spelled in the file.
  package let spelling: String
  package let shape: [Int]
  private let offset: Int
  private let file: MappedFile

  package var path: String { file.path }

  /// The number of elements.
  package var count: Int { shape.reduce(1, *) }

  /// The array of an NPY file.
  init(npy file: MappedFile) throws(FileError) {
    do throws(HeaderError) {
      let header = try NPYHeader(parsing: file.bytes)
      name = nil
      elementType = header.elementType
      spelling = header.spelling
      shape = header.shape
      offset = header.dataOffset
      self.file = file
    } catch {
      throw FileError(file.path, error.reason)
    }
  }

  /// A tensor that the header of a safetensors file describes.
  init(_ tensor: SafetensorsTensor, in file: MappedFile) throws(FileError) {
    guard let type = tensor.elementType else {
      throw FileError(
        file.path,
        "tensor \(tensor.name.quoted) has elements of unsupported type "
          + tensor.spelling.quoted)
    }
    name = tensor.name
    elementType = type
    spelling = tensor.spelling
    shape = tensor.shape
    offset = tensor.bytes.lowerBound
    self.file = file
  }

  /// Calls `body` with a range of the elements, in row-major order.
  ///
  /// `Element` must match ``elementType``, with `UInt16` for float16 and
  /// bfloat16. Elements at an unaligned address are copied.
  package func withElements<Element: BitwiseCopyable, Result>(
    _ range: Range<Int>, as _: Element.Type,
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    let size = MemoryLayout<Element>.stride
    let start = offset + range.lowerBound * size
    let bytes = UnsafeRawBufferPointer(
      rebasing: file.bytes[start..<start + range.count * size])
    if offset % MemoryLayout<Element>.alignment == 0 {
      return try body(bytes.assumingMemoryBound(to: Element.self))
    }
    return try withUnsafeTemporaryAllocation(
      of: Element.self, capacity: range.count
    ) { copy in
      UnsafeMutableRawBufferPointer(copy).copyMemory(from: bytes)
      return try body(UnsafeBufferPointer(copy))
    }
  }
}
