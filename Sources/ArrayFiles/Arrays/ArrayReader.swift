/// Reads an array's elements as Float, Double or Int, whatever the file has:
/// elements of that type in place, and others converted, a range at a time.
///
/// It is quickest where each range begins after the one before it.
package final class ArrayReader<Element: ReadableElement> {
  /// An element that has no value of the type: a fraction is no Int.
  package struct UnlikeElement: Error {
    /// In C order.
    package let index: Int
    /// As a message shows it.
    package let value: String
  }

  private let array: ConcatenatedArray
  /// Elements for each index of the first axis.
  private let rowLength: Int
  /// The part that was read last.
  private var part = 0
  private var reader: ElementReader
  private var converted = UnsafeMutableBufferPointer<Element>(
    start: nil, count: 0)

  package init(_ array: ConcatenatedArray) {
    self.array = array
    // Without elements, the other axes may have any length.
    rowLength =
      array.count == 0 ? 0 : array.shape.dropFirst().reduce(1, *)
    reader = ElementReader(array.parts[0].array)
  }

  deinit { converted.deallocate() }

  /// Calls `body` with elements, counted in C order; the buffer is valid during the
  /// call.
  ///
  /// - Precondition: The range is within the array.
  /// - Throws: ``FileError`` if what is compressed is damaged, ``UnlikeElement``,
  ///   and what `body` throws.
  package func withElements<Result>(
    _ range: Range<Int>,
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) throws -> Result {
    guard !range.isEmpty else {
      return try body(UnsafeBufferPointer(start: nil, count: 0))
    }
    move(to: range.lowerBound)
    if range.upperBound <= elements.upperBound,
      array.elementType == Element.elementType
    {
      return try reader.withBytes(local(range)) {
        try body($0.assumingMemoryBound(to: Element.self))
      }
    }
    reserve(range.count)
    var next = range.lowerBound
    while next < range.upperBound {
      move(to: next)
      let end = min(range.upperBound, elements.upperBound)
      try convert(next..<end, at: next - range.lowerBound)
      next = end
    }
    return try body(UnsafeBufferPointer(rebasing: converted[..<range.count]))
  }

  /// The elements of the current part.
  private var elements: Range<Int> {
    let rows = array.parts[part].rows
    return rows.lowerBound * rowLength..<rows.upperBound * rowLength
  }

  private func local(_ range: Range<Int>) -> Range<Int> {
    let start = elements.lowerBound
    return range.lowerBound - start..<range.upperBound - start
  }

  /// Makes the part with this element the current one.
  private func move(to element: Int) {
    guard !elements.contains(element) else { return }
    if element < elements.lowerBound { part = 0 }
    while !elements.contains(element) { part += 1 }
    reader = ElementReader(array.parts[part].array)
  }

  private func reserve(_ count: Int) {
    guard converted.count < count else { return }
    converted.deallocate()
    converted = .allocate(capacity: count)
  }

  private func convert(_ range: Range<Int>, at start: Int) throws {
    let output = UnsafeMutableBufferPointer(
      rebasing: converted[start..<start + range.count])
    let type = array.elementType
    try reader.withBytes(local(range)) { bytes in
      guard let i = Element.convert(bytes, of: type, into: output) else {
        return
      }
      throw UnlikeElement(
        index: range.lowerBound + i, value: type.text(of: bytes, at: i))
    }
  }
}

extension StoredArray {
  /// All elements, whatever type the file has.
  ///
  /// - Throws: As ``ArrayReader/withElements(_:_:)``.
  package func elements<Element: ReadableElement>(
    as _: Element.Type
  ) throws -> [Element] {
    try ArrayReader<Element>(ConcatenatedArray([self]))
      .withElements(0..<count) { Array($0) }
  }
}

extension ElementType {
  /// An element as a message shows it.
  fileprivate func text(of bytes: UnsafeRawBufferPointer, at i: Int) -> String {
    if self == .uint64 {
      return bytes.assumingMemoryBound(to: UInt64.self)[i].description
    }
    var value = 0.0
    withUnsafeMutablePointer(to: &value) { pointer in
      _ = Double.convert(
        UnsafeRawBufferPointer(rebasing: bytes[(i * size)...].prefix(size)),
        of: self, into: UnsafeMutableBufferPointer(start: pointer, count: 1))
    }
    return value.description
  }
}
