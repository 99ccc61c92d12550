/// The shape of a batch of rows: `samples × classes`, row-major.
///
/// Each row is contiguous. From the start of one row to the start of the next
/// it is ``rowStride`` elements, BLAS's leading dimension. What lies between
/// the rows is neither read nor written.
///
/// A shape can hold any numbers; a function that is given one that makes no
/// sense throws before it touches a buffer.
public struct BatchShape: Hashable, Sendable {
  /// The number of rows, 0 or more.
  public var samples: Int

  /// The number of elements of a row, 1 or more.
  public var classes: Int

  /// Elements from the start of one row to the start of the next, at least
  /// ``classes``.
  public var rowStride: Int

  /// The samples that lie side by side in a plane of each class; `nil` for
  /// contiguous rows.
  let positions: Int?

  /// A batch of `samples` rows of `classes` elements.
  ///
  /// - Parameters:
  ///   - samples: The number of rows.
  ///   - classes: The number of elements of a row.
  ///   - rowStride: Elements from row to row; `nil` for rows without a gap.
  public init(samples: Int, classes: Int, rowStride: Int? = nil) {
    self.samples = samples
    self.classes = classes
    self.rowStride = rowStride ?? classes
    positions = nil
  }

  /// A batch whose classes are on any axis: `outer × classes × positions`, as
  /// images are (N × C × HW) or the columns of a matrix (1 × C × N).
  ///
  /// Sample s is at position s % positions of stack s / positions.
  public init(outer: Int, classes: Int, positions: Int) {
    let (samples, isMore) = outer.multipliedReportingOverflow(by: positions)
    self.samples =
      min(outer, positions) < 0
      ? min(outer, positions) : isMore ? Int.max : samples
    self.classes = classes
    let (stack, overflow) = classes.multipliedReportingOverflow(by: positions)
    rowStride = overflow ? Int.max : stack
    // A plane of one position is an element of a row.
    self.positions = positions == 1 ? nil : positions
  }
}

extension BatchShape {
  /// What a call without a shape means: all elements are one sample's.
  static func oneSample(_ classes: Int) -> BatchShape {
    BatchShape(samples: 1, classes: classes)
  }

  /// The same rows, another distance apart.
  func withRowStride(_ stride: Int?) -> BatchShape {
    if positions != nil { return self }
    return BatchShape(
      samples: samples, classes: classes, rowStride: stride ?? rowStride)
  }

  /// The element counts that a buffer of this shape may have: the gap after
  /// the last row may be there or not.
  package func extent() throws(LogitsError) -> ClosedRange<Int> {
    guard samples >= 0 else { throw .negativeSamples(samples) }
    guard classes >= 1 else { throw .noClasses(classes) }
    guard rowStride >= classes else {
      throw .rowStrideTooSmall(rowStride: rowStride, classes: classes)
    }
    guard samples > 0 else { return 0...0 }
    if let positions { return try planeExtent(positions) }
    let (full, overflow) = samples.multipliedReportingOverflow(by: rowStride)
    // Pointers count bytes: the largest scalar has 8.
    guard !overflow, full <= Int.max / 8 else {
      throw .sizeOverflow(samples: samples, rowStride: rowStride)
    }
    return (full - rowStride + classes)...full
  }

  private func planeExtent(
    _ positions: Int
  ) throws(LogitsError) -> ClosedRange<Int> {
    let stacks = (samples - 1) / positions + 1
    let (full, overflow) = stacks.multipliedReportingOverflow(by: rowStride)
    guard !overflow, full <= Int.max / 8 else {
      throw .sizeOverflow(samples: samples, rowStride: classes)
    }
    return full...full
  }
}
