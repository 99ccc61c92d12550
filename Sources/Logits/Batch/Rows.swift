import VectorPasses

/// A buffer that fits its shape: rows to be read.
///
/// Making one is the only way to the passes, so everything has been checked.
struct Rows<Scalar: LogitScalar> {
  let start: UnsafePointer<Scalar>?
  let shape: BatchShape

  init(
    _ buffer: UnsafeBufferPointer<Scalar>, _ role: LogitsError.Buffer,
    _ shape: BatchShape
  ) throws(LogitsError) {
    try shape.check(buffer.count, role)
    start = buffer.baseAddress
    self.shape = shape
  }

  /// The rows of a range of samples that is not empty.
  @inline(__always)
  func tile(_ samples: Range<Int>) -> RowTile<Scalar> {
    RowTile(
      start: start.unsafelyUnwrapped + samples.lowerBound * shape.rowStride,
      rowStride: shape.rowStride, rows: samples.count, classes: shape.classes)
  }
}

/// A buffer that fits its shape: rows to be read, perhaps in half precision.
struct StoredRows<Scalar: LogitScalar> {
  let buffer: StoredBuffer<Scalar>
  let shape: BatchShape

  init(
    _ buffer: StoredBuffer<Scalar>, _ role: LogitsError.Buffer,
    _ shape: BatchShape
  ) throws(LogitsError) {
    try shape.check(buffer.count, role)
    self.buffer = buffer
    self.shape = shape
  }

  /// Rows of scalars.
  init(_ rows: MutableRows<Scalar>) {
    buffer = StoredBuffer(start: rows.start, count: 0, format: .scalar)
    shape = rows.shape
  }

  /// The rows of a range of samples that is not empty.
  @inline(__always)
  func tile(_ samples: Range<Int>) -> StoredTile<Scalar> {
    let row = shape.rowStride * buffer.format.size(Scalar.self)
    return StoredTile(
      start: buffer.start.unsafelyUnwrapped + samples.lowerBound * row,
      format: buffer.format, rowStride: shape.rowStride, rows: samples.count,
      classes: shape.classes)
  }
}

/// A buffer that fits its shape: rows to be written.
struct MutableRows<Scalar: LogitScalar> {
  let start: UnsafeMutablePointer<Scalar>?
  let shape: BatchShape

  init(
    _ buffer: UnsafeMutableBufferPointer<Scalar>, _ role: LogitsError.Buffer,
    _ shape: BatchShape
  ) throws(LogitsError) {
    try shape.check(buffer.count, role)
    start = buffer.baseAddress
    self.shape = shape
  }

  @inline(__always)
  func tile(_ samples: Range<Int>) -> MutableRowTile<Scalar> {
    MutableRowTile(
      start: start.unsafelyUnwrapped + samples.lowerBound * shape.rowStride,
      rowStride: shape.rowStride, rows: samples.count, classes: shape.classes)
  }
}

extension BatchShape {
  fileprivate func check(
    _ count: Int, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    let extent = try extent()
    guard extent.contains(count) else {
      throw .sizeMismatch(role, expected: extent, actual: count)
    }
  }
}

/// Refuses buffers that share memory, unless they are one and the same.
package func checkOverlap<A, B>(
  _ output: UnsafeMutableBufferPointer<A>, _ outputRole: LogitsError.Buffer,
  _ input: UnsafeBufferPointer<B>, _ inputRole: LogitsError.Buffer,
  inPlace: Bool = false
) throws(LogitsError) {
  let written = UnsafeRawBufferPointer(output)
  let read = UnsafeRawBufferPointer(input)
  // An empty buffer shares nothing, wherever it points to.
  guard let a = written.baseAddress, let b = read.baseAddress,
    !written.isEmpty, !read.isEmpty,
    a < b + read.count, b < a + written.count
  else { return }
  guard inPlace, a == b else { throw .overlap(outputRole, inputRole) }
}
