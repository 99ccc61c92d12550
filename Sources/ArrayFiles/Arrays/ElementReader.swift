/// Reads an array's elements: in place where the file has them as they are in
/// memory, and otherwise copied.
///
/// It is quickest where each range begins after the one before it.
final class ElementReader {
  private let array: StoredArray
  private var stream: InflatedStream?

  init(_ array: StoredArray) { self.array = array }

  /// Calls `body` with the bytes of elements, which are aligned, in C order and in
  /// the byte order of the processor.
  ///
  /// - Throws: ``FileError`` if what is compressed is damaged; and what `body`
  ///   throws.
  func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let size = array.elementType.size
    if case .contiguous(let file, let start) = array.source,
      start % size == 0, !array.isByteSwapped
    {
      return try body(
        file.bytes(from: start + range.lowerBound * size, range.count * size))
    }
    return try withUnsafeTemporaryAllocation(
      byteCount: range.count * size, alignment: 8
    ) { copy in
      try fill(copy, with: range)
      if array.isByteSwapped { swapBytes(of: copy, size: size) }
      return try body(UnsafeRawBufferPointer(copy))
    }
  }

  private func fill(
    _ copy: UnsafeMutableRawBufferPointer, with range: Range<Int>
  ) throws(FileError) {
    guard let output = copy.baseAddress else { return }
    switch array.source {
    case .contiguous(let file, let start):
      let size = array.elementType.size
      copy.copyMemory(
        from: file.bytes(from: start + range.lowerBound * size, copy.count))
    case .strided(let file, let elements):
      elements.copy(range, of: file.bytes, to: output)
    case .logProbabilities(let file, let logarithms):
      logarithms.copy(range, of: file.bytes, to: output)
    case .inflated(let member, let start):
      let stream =
        if let stream { stream } else {
          try InflatedStream(member)
        }
      self.stream = stream
      try stream.read(
        from: start + range.lowerBound * array.elementType.size, into: copy)
    }
  }
}

/// Reverses the bytes of each number.
private func swapBytes(of bytes: UnsafeMutableRawBufferPointer, size: Int) {
  func swap<Bits: FixedWidthInteger>(_: Bits.Type) {
    let numbers = bytes.assumingMemoryBound(to: Bits.self)
    for i in numbers.indices { numbers[i] = numbers[i].byteSwapped }
  }
  switch size {
  case 2: swap(UInt16.self)
  case 4: swap(UInt32.self)
  case 8: swap(UInt64.self)
  default: break
  }
}
