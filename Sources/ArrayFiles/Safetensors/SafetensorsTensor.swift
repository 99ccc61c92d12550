/// A tensor in a safetensors file, as the header describes it.
package struct SafetensorsTensor: Equatable, Sendable {
  package let name: String
  /// The elements' type by its name in the file, supported here or not.
  package let spelling: String
  /// `nil` for a type that is not supported here.
  package let elementType: ElementType?
  package let shape: [Int]
  /// The elements' place in the file.
  package let bytes: Range<Int>

  /// As many axes as NumPy has: a header cannot be all shape.
  private static let maximumRank = 64

  /// Reads the value that follows the tensor's name.
  ///
  /// The elements of all tensors start at `dataOffset`.
  init(
    _ name: String, _ scanner: inout HeaderScanner, dataOffset: Int
  ) throws(HeaderError) {
    var spelling: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key) throws(HeaderError) in
      switch key {
      case "dtype": spelling = try scanner.string()
      case "shape": shape = try scanner.counts(atMost: Self.maximumRank)
      case "data_offsets": offsets = try scanner.counts(atMost: 2)
      default: try scanner.skipValue()
      }
    }
    guard let spelling, let shape, let offsets, offsets.count == 2 else {
      throw scanner.error(
        "tensor \(name.quoted) without dtype, shape or data_offsets")
    }
    let (begin, end) = (offsets[0], offsets[1])
    let (last, overflow) = end.addingReportingOverflow(dataOffset)
    guard begin <= end, !overflow else {
      throw scanner.error("tensor \(name.quoted) with invalid data_offsets")
    }
    self.name = name
    self.spelling = spelling
    elementType =
      ElementType(safetensorsSpelling: spelling)
      ?? (spelling == "BOOL" ? .uint8 : nil)
    self.shape = shape
    bytes = begin + dataOffset..<last
  }

  /// Checks that the tensor has as many bytes as its shape needs.
  ///
  /// Types that are not supported may have any size: they are never read.
  func checkSize() throws(HeaderError) {
    guard let elementType else { return }
    guard let needed = elementType.byteCount(shape) else {
      throw error("has a shape that overflows")
    }
    guard bytes.count == needed else {
      throw error("has \(bytes.count) bytes instead of \(needed)")
    }
  }

  func error(_ problem: String) -> HeaderError {
    HeaderError("tensor \(name.quoted) \(problem)")
  }
}

extension HeaderScanner {
  fileprivate mutating func counts(
    atMost most: Int
  ) throws(HeaderError) -> [Int] {
    var counts: [Int] = []
    try array { (scanner) throws(HeaderError) in
      guard counts.count < most else {
        throw scanner.error("more than \(most) numbers")
      }
      counts.append(try scanner.count())
    }
    return counts
  }
}
