/// An array in an NPY file, read through a mapping.
package struct NPYFile: Sendable {
  package let path: String
  package let elementType: ElementType
  package let shape: [Int]
  private let dataOffset: Int
  private let file: MappedFile

  /// - Throws: ``FileError`` if the file cannot be read, is no NPY file, is
  ///   truncated, or holds what is not supported here.
  package init(path: String) throws(FileError) {
    self.path = path
    file = try MappedFile(path: path)
    do throws(NPYHeader.Refusal) {
      let header = try NPYHeader(parsing: file.bytes)
      elementType = header.elementType
      shape = header.shape
      dataOffset = header.dataOffset
    } catch {
      throw FileError(path, error.reason)
    }
  }

  /// Calls `body` with a range of the elements, counted through all axes.
  ///
  /// `Element` must be what ``elementType`` says. Elements that a strange header
  /// has put at an odd address are copied.
  package func withElements<Element: BitwiseCopyable, Result>(
    _ range: Range<Int>, as _: Element.Type,
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    let size = MemoryLayout<Element>.stride
    let start = dataOffset + range.lowerBound * size
    let bytes = UnsafeRawBufferPointer(
      rebasing: file.bytes[start..<start + range.count * size])
    if dataOffset % MemoryLayout<Element>.alignment == 0 {
      return try body(bytes.assumingMemoryBound(to: Element.self))
    }
    return try withUnsafeTemporaryAllocation(
      of: Element.self, capacity: range.count
    ) { copy in
      UnsafeMutableRawBufferPointer(copy).copyMemory(from: bytes)
      return try body(UnsafeBufferPointer(copy))
    }
  }

  /// The number of elements, through all axes.
  package var count: Int { shape.reduce(1, *) }
}
