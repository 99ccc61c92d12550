import Logits

/// A shape that makes sense, and the buffers that pointers stand for in it.
struct CBatch {
  let shape: BatchShape
  /// From the first to the last element of the rows.
  private let elements: Int

  /// - Throws: ``LogitsError`` if the shape makes no sense.
  init(
    samples: Int64, classes: Int64, rowStride: Int64 = 0
  ) throws(LogitsError) {
    shape = BatchShape(
      samples: Int(clamping: samples), classes: Int(clamping: classes),
      rowStride: rowStride == 0 ? nil : Int(clamping: rowStride))
    elements = try shape.extent().lowerBound
  }

  var layout: Layout { shape.layout }

  /// The rows at a pointer.
  func rows<Scalar>(
    _ start: UnsafePointer<Scalar>?, _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> UnsafeBufferPointer<Scalar> {
    try buffer(start, elements, role)
  }

  /// The rows to be written at a pointer.
  func rows<Scalar>(
    _ start: UnsafeMutablePointer<Scalar>?, _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(mutating: try rows(UnsafePointer(start), role))
  }

  /// One element per sample at a pointer.
  func column<Element>(
    _ start: UnsafePointer<Element>?, _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> UnsafeBufferPointer<Element> {
    try buffer(start, shape.samples, role)
  }

  /// One element per sample to be written at a pointer.
  func column<Element>(
    _ start: UnsafeMutablePointer<Element>?, _ role: LogitsError.Buffer
  ) throws(ArgumentError) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(mutating: try column(UnsafePointer(start), role))
  }
}

/// So many elements at a pointer, which may be null if there are none.
func buffer<Element>(
  _ start: UnsafePointer<Element>?, _ count: Int, _ role: LogitsError.Buffer
) throws(ArgumentError) -> UnsafeBufferPointer<Element> {
  guard start != nil || count == 0 else { throw .nullPointer(role) }
  return UnsafeBufferPointer(start: start, count: count)
}
