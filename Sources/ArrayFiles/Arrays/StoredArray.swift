/// An array in a file, which is mapped into memory: opening it reads the header
/// alone, and elements are read when they are used.
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
  /// The array's name; `nil` for NPY, which has no names.
  public let name: String?
  /// What the elements are.
  public let elementType: ElementType
  /// The elements' type, as spelled in the file.
  package let spelling: String
  /// The number of elements along each axis, in C order; none for a scalar.
  public let shape: [Int]
  /// What a reader should know of the elements, beside their type.
  package let note: String?
  let source: ElementSource
  /// Whether the first byte of a number is its highest.
  let isByteSwapped: Bool

  /// The path of the file.
  public let path: String

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  init(
    path: String, name: String?, elementType: ElementType, spelling: String,
    shape: [Int], source: ElementSource, isByteSwapped: Bool = false,
    note: String? = nil
  ) {
    self.path = path
    self.name = name
    self.elementType = elementType
    self.spelling = spelling
    self.shape = shape
    self.source = source
    self.isByteSwapped = isByteSwapped
    self.note = note
  }

  /// The array whose NPY header starts at a byte of a file.
  init(
    _ header: NPYHeader, in file: MappedFile, at start: Int, name: String?
  ) {
    let offset = start + header.dataOffset
    self.init(
      header, path: file.path, name: name,
      source: header.isReordered
        ? .strided(
          file,
          StridedElements(
            fortranOrder: header.shape, start: offset,
            size: header.elementType.size))
        : .contiguous(file, offset))
  }

  init(
    _ header: NPYHeader, path: String, name: String?, source: ElementSource
  ) {
    self.init(
      path: path, name: name, elementType: header.elementType,
      spelling: header.spelling, shape: header.shape, source: source,
      isByteSwapped: header.isByteSwapped, note: header.note)
  }

  /// A tensor that the header of a safetensors file describes.
  init(_ tensor: SafetensorsTensor, in file: MappedFile) throws(FileError) {
    guard let type = tensor.elementType else {
      throw FileError(
        file.path,
        "tensor \(tensor.name.quoted) has elements of unsupported type "
          + tensor.spelling.quoted)
    }
    self.init(
      path: file.path, name: tensor.name, elementType: type,
      spelling: tensor.spelling, shape: tensor.shape,
      source: .contiguous(file, tensor.bytes.lowerBound))
  }

  /// Calls `body` with elements, in row-major order; the buffer is valid during the
  /// call.
  ///
  /// - Complexity: O(1) where the file has them as they are in memory; others are
  ///   copied: those in another order of bytes or elements, or at an address that
  ///   is not a multiple of their size. What is compressed is inflated from its
  ///   start.
  /// - Parameters:
  ///   - range: Which elements; `nil` for all.
  ///   - type: Their type, which has to be that of the file.
  ///   - body: What is called.
  /// - Returns: What `body` returns.
  /// - Throws: ``FileError`` if the file has elements of another type, does not have
  ///   all of the range, or is compressed and damaged; and what `body` throws.
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
  ) throws -> Result {
    try ElementReader(self).withBytes(range) {
      try body($0.assumingMemoryBound(to: Element.self))
    }
  }
}
