/// Rows of elements of some type in a chosen place.
package protocol PlacedBuffer {
  func clear()

  /// The bytes of a row, without those that pad its last element.
  func bytes(_ row: Int) -> UnsafeRawBufferPointer

  var surroundingsAreClear: Bool { get }

  /// Whether the rows are those it began with, and nothing is around them.
  var isUnchanged: Bool { get }
}

package struct PlacedRows<Element: BitwiseCopyable>: PlacedBuffer {
  package let stride: Int
  private let buffer: GuardedBuffer<Element>
  private let length: Int
  private let initial: [[Element]]
  private let bytesPerRow: Int

  /// Rows for results.
  package init(
    _ rows: Int, length: Int = 1, gap: Int = 0, _ place: BufferPlace
  ) {
    self.init([], count: rows, length, gap, place)
  }

  /// Rows of `length` elements each, which are copied.
  package init(
    _ rows: [[Element]], length: Int = 1, gap: Int = 0, _ place: BufferPlace
  ) {
    self.init(rows, count: rows.count, length, gap, place)
    fill(rows)
  }

  private init(
    _ initial: [[Element]], count: Int, _ length: Int, _ gap: Int,
    _ place: BufferPlace
  ) {
    self.initial = initial
    self.length = length
    stride = length + gap
    buffer = GuardedBuffer(count: count == 0 ? 0 : count * stride - gap, place)
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

  package var isUnchanged: Bool {
    surroundingsAreClear
      && initial.indices.allSatisfy { row in
        initial[row].withUnsafeBytes { bytes(row).elementsEqual($0) }
      }
  }

  package var surroundingsAreClear: Bool {
    buffer.isClear(aroundRowsOf: length, stride: stride)
  }
}
