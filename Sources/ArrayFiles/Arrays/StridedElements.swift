/// Elements at regular distances: in Fortran order, or a part of others.
struct StridedElements: Sendable {
  /// The first byte of the first element.
  let start: Int
  /// At least one axis; the last may be shorter than that of the array.
  let shape: [Int]
  /// The distance of neighbours along each axis, in elements.
  let strides: [Int]
  /// Bytes per element.
  let size: Int

  init(start: Int, shape: [Int], strides: [Int], size: Int) {
    self.start = start
    self.shape = shape.isEmpty ? [1] : shape
    self.strides = strides.isEmpty ? [1] : strides
    self.size = size
  }

  /// Fortran order: the first axis is that of neighbours.
  init(fortranOrder shape: [Int], start: Int, size: Int) {
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride &*= extent
    }
    self.init(start: start, shape: shape, strides: strides, size: size)
  }

  /// Whether the order is C's, without gaps.
  var isContiguous: Bool {
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      expected &*= extent
    }
    return true
  }

  /// Copies elements, which the caller counts in C order.
  func copy(
    _ range: Range<Int>, of file: UnsafeRawBufferPointer,
    to output: UnsafeMutableRawPointer
  ) {
    guard !range.isEmpty, let base = file.baseAddress else { return }
    let first = base + start
    switch size {
    case 1: copy(range, from: first, to: output, as: UInt8.self)
    case 2: copy(range, from: first, to: output, as: UInt16.self)
    case 4: copy(range, from: first, to: output, as: UInt32.self)
    default: copy(range, from: first, to: output, as: UInt64.self)
    }
  }

  private func copy<Bits: BitwiseCopyable>(
    _ range: Range<Int>, from first: UnsafeRawPointer,
    to output: UnsafeMutableRawPointer, as _: Bits.Type
  ) {
    let length = shape[shape.count - 1]
    let step = strides[strides.count - 1]
    let rows = range.lowerBound / length...(range.upperBound - 1) / length
    let starts = starts(of: rows)
    func element(_ row: Int, _ column: Int) {
      let index = (rows.lowerBound + row) * length + column
      guard range.contains(index) else { return }
      let source = first + (starts[row] + column * step) * size
      output.storeBytes(
        of: source.loadUnaligned(as: Bits.self),
        toByteOffset: (index - range.lowerBound) * size, as: Bits.self)
    }
    // Along the axis whose elements are nearest to each other in the file.
    let isNearest = strides.allSatisfy { step <= $0 }
    if isNearest {
      for row in starts.indices {
        for column in 0..<length { element(row, column) }
      }
    } else {
      for column in 0..<length {
        for row in starts.indices { element(row, column) }
      }
    }
  }

  /// The distance from the first element to that of each row.
  private func starts(of rows: ClosedRange<Int>) -> [Int] {
    rows.map { row in
      var (row, start) = (row, 0)
      for axis in shape.indices.dropLast().reversed() {
        start += row % shape[axis] * strides[axis]
        row /= shape[axis]
      }
      return start
    }
  }
}
