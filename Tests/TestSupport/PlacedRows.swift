/// Rows of elements in a buffer that is in a chosen place.
package struct PlacedRows<Element: BitwiseCopyable> {
  package let stride: Int
  private let buffer: GuardedBuffer<Element>
  private let length: Int

  /// The bytes of a row, without those that are padding of its last element.
  package let bytesPerRow: Int

  package init(
    _ rows: Int, length: Int = 1, gap: Int = 0, _ place: BufferPlace
  ) {
    self.length = length
    stride = length + gap
    buffer = GuardedBuffer(count: rows == 0 ? 0 : rows * stride - gap, place)
    bytesPerRow =
      (length - 1) * MemoryLayout<Element>.stride + MemoryLayout<Element>.size
  }

  package var elements: UnsafeMutableBufferPointer<Element> {
    buffer.elements
  }

  package func clear() { buffer.clear() }

  package func fill(_ rows: [[Element]]) {
    let bytes = UnsafeMutableRawBufferPointer(elements)
    for (index, row) in rows.enumerated() {
      let start = index * stride * MemoryLayout<Element>.stride
      row.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
          .copyMemory(from: $0)
      }
    }
  }

  package func bytes(_ row: Int) -> UnsafeRawBufferPointer {
    let start = row * stride * MemoryLayout<Element>.stride
    return UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(elements)[start..<start + bytesPerRow])
  }

  /// Whether the rows are these, bit for bit, and nothing is around them.
  package func holds(_ rows: [[Element]]) -> Bool {
    surroundingsAreClear
      && rows.indices.allSatisfy { row in
        rows[row].withUnsafeBytes { bytes(row).elementsEqual($0) }
      }
  }

  package var surroundingsAreClear: Bool {
    buffer.isClear(aroundRowsOf: length, stride: stride)
  }
}
