import CShims
import KernelTypes

// Halves are widened where they are needed, a short tile or a segment of a row
// at a time: memory is read once, and half as much of it.
extension Tile where Scalar: VectorScalar {
  /// The rows as scalars: where they are, or widened in scratch memory.
  ///
  /// - Precondition: They are short.
  @inline(__always)
  func scalars(_ scratch: Scratch) -> Tile {
    if format == .scalar { return self }
    let widened = Tile(
      start: scratch.widened(), rowStride: classes,
      rows: rows, classes: classes)
    widen(to: widened)
    return widened
  }

  /// Stores the rows as scalars.
  @inline(__always)
  func widen(to output: Tile) {
    if rowStride == classes, output.rowStride == classes {
      return Scalar.widen(start, format, rows * classes, to: output[0])
    }
    for r in 0..<rows {
      Scalar.widen(addressInRow(r, 0), format, classes, to: output[r])
    }
  }

  /// Calls `body` with a row, a segment after the other, as scalars.
  ///
  /// A segment has `count` elements; where halves are widened it has as many as
  /// there is room for.
  @inline(__always)
  func forEachSegment(
    ofRow row: Int, _ count: Int, _ scratch: Scratch,
    _ body: (
      _ start: Int, _ segment: UnsafePointer<Scalar>, _ count: Int
    ) -> Void
  ) {
    let room: UnsafeMutablePointer<Scalar> = scratch.widened()
    let most =
      format == .scalar ? count : Swift.min(count, Scratch.widenedCount)
    var start = 0
    while start < classes {
      let count = Swift.min(most, classes - start)
      let elements = addressInRow(row, start)
      if format == .scalar {
        body(start, elements.assumingMemoryBound(to: Scalar.self), count)
      } else {
        Scalar.widen(elements, format, count, to: room)
        body(start, room, count)
      }
      start += count
    }
  }

  /// An element of any format, in any layout.
  @inline(__always)
  func scalar(_ row: Int, _ index: Int) -> Scalar {
    let element = address(row, index)
    switch format {
    case .scalar: return element.load(as: Scalar.self)
    case .float16:
      return Scalar(float_of_float16(element.load(as: UInt16.self)))
    case .bfloat16:
      return Scalar(float_of_bfloat16(element.load(as: UInt16.self)))
    }
  }

  /// Subtracts the values at the targets of contiguous rows of scalars.
  @inline(__always)
  func subtract(_ targets: TargetValues?) {
    guard let targets else { return }
    for r in 0..<rows {
      self[r][targets.classes[r]] -= Scalar(targets.values[r])
    }
  }

  /// The number of rows, or of lanes of whole vectors for them.
  @inline(__always)
  var wholeGroups: Int {
    (rows + Scalar.laneCount - 1) / Scalar.laneCount * Scalar.laneCount
  }

  /// Stores rows of scalars in the format of the output.
  @inline(__always)
  func narrow(to output: Tile) {
    for r in 0..<rows {
      Scalar.narrow(
        self[r], classes, output.format, to: output.addressInRow(r, 0))
    }
  }
}
