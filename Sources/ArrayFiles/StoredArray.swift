/// An array in an NPY or safetensors file, which is mapped into memory: opening it
/// reads the header alone, and elements are read when they are used.
///
/// ```swift
/// let array = try StoredArray(path: "logits.npy")
/// let loss = try array.withElements(as: Float.self) {
///   try CrossEntropy().loss($0, .rows(of: array.shape[1]), targets: targets)
/// }
/// ```
///
/// The file must not be truncated as long as a value of it lives: to read what is
/// gone ends the process with SIGBUS.
public struct StoredArray: Sendable {
  /// The tensor's name; `nil` for NPY, which has no names.
  public let name: String?
  /// What the elements are.
  public let elementType: ElementType
  /// The elements' type, as spelled in the file.
  package let spelling: String
  /// The number of elements along each axis, in C order; none for a scalar.
  public let shape: [Int]
  private let offset: Int
  private let file: MappedFile

  /// The path of the file.
  public var path: String { file.path }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

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

  /// Calls `body` with elements, in row-major order; the buffer is valid during the
  /// call.
  ///
  /// - Complexity: O(1); elements at an address that is not a multiple of their
  ///   size, which some safetensors files have, are copied.
  /// - Parameters:
  ///   - range: Which elements; `nil` for all.
  ///   - type: Their type, which has to be that of the file.
  ///   - body: What is called.
  /// - Returns: What `body` returns.
  /// - Throws: ``FileError`` if the file has elements of another type, or does not
  ///   have all of the range; and what `body` throws.
  public func withElements<Element: ArrayElement, Result>(
    _ range: Range<Int>? = nil, as type: Element.Type,
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) throws -> Result {
    guard Element.elementType == elementType else {
      throw FileError(
        path, "has elements of type '\(spelling)', not \(Element.elementType)")
    }
    let all = 0..<count
    let range = range ?? all
    guard range.clamped(to: all) == range else {
      throw FileError(path, "has \(count) elements, and none at \(range)")
    }
    return try withBits(range, as: type, body)
  }

  /// The same where the caller knows that range and type are right: integers of
  /// the same size may stand for halves.
  package func withBits<Element: BitwiseCopyable, Result>(
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
