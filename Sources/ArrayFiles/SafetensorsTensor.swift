/// A tensor in a safetensors file, as the header describes it.
package struct SafetensorsTensor: Equatable, Sendable {
  package let name: String
  /// The elements' type as the file spells it, supported here or not.
  package let spelling: String
  /// `nil` for a type that is not supported here.
  package let elementType: ElementType?
  package let shape: [Int]
  /// Where the elements lie in the file.
  package let bytes: Range<Int>

  /// As many axes as NumPy has: a header cannot be all shape.
  private static let maximumRank = 64

  /// Takes the value that follows the tensor's name.
  ///
  /// What `dataOffset` bytes precede are the elements of all tensors.
  init(
    _ name: String, _ scanner: inout JSONScanner, dataOffset: Int
  ) throws(HeaderRefusal) {
    var spelling: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key) throws(HeaderRefusal) in
      switch key {
      case "dtype": spelling = try scanner.string()
      case "shape": shape = try scanner.counts(atMost: Self.maximumRank)
      case "data_offsets": offsets = try scanner.counts(atMost: 2)
      default: try scanner.skip()
      }
    }
    guard let spelling, let shape, let offsets, offsets.count == 2 else {
      throw scanner.refusal(
        "no dtype, shape or data_offsets of \(name.quoted)")
    }
    let (begin, end) = (offsets[0], offsets[1])
    let (last, overflow) = end.addingReportingOverflow(dataOffset)
    guard begin <= end, !overflow else {
      throw scanner.refusal("data_offsets of \(name.quoted) that are no range")
    }
    self.name = name
    self.spelling = spelling
    elementType = ElementType(safetensorsSpelling: spelling)
    self.shape = shape
    bytes = begin + dataOffset..<last
  }

  /// Refuses a tensor whose shape needs more or fewer bytes than it has.
  ///
  /// Types that are not supported may have any size: nobody reads them.
  func checkSize() throws(HeaderRefusal) {
    guard let elementType else { return }
    guard let needed = elementType.byteCount(shape) else {
      throw refusal("has a shape that overflows")
    }
    guard bytes.count == needed else {
      throw refusal("has \(bytes.count) bytes instead of \(needed)")
    }
  }

  func refusal(_ what: String) -> HeaderRefusal {
    HeaderRefusal("tensor \(name.quoted) \(what)")
  }
}

extension JSONScanner {
  fileprivate mutating func counts(
    atMost most: Int
  ) throws(HeaderRefusal) -> [Int] {
    var counts: [Int] = []
    try array { (scanner) throws(HeaderRefusal) in
      guard counts.count < most else {
        throw scanner.refusal("more than \(most) numbers")
      }
      counts.append(try scanner.count())
    }
    return counts
  }
}
