/// The shape of a batch: a ``Layout``, and the number of its samples.
package struct BatchShape: Hashable, Sendable {
  /// The number of samples, 0 or more.
  package var samples: Int

  /// The number of classes of a sample, 1 or more.
  package var classes: Int

  /// Elements from the start of one row to the start of the next, at least
  /// ``classes``; of planes, from one stack to the next.
  package var rowStride: Int

  /// The samples that lie side by side in a plane of each class; `nil` for
  /// contiguous rows.
  ///
  /// Sample s is position s % positions of the stack s / positions.
  package let positions: Int?

  /// Rows of `classes` elements; without a stride there are no gaps.
  package init(samples: Int, classes: Int, rowStride: Int? = nil) {
    self.samples = samples
    self.classes = classes
    self.rowStride = rowStride ?? classes
    positions = nil
  }

  /// Stacks of planes, `outer × classes × positions`; those of one position are
  /// rows.
  package init(outer: Int, classes: Int, positions: Int) {
    let (samples, isMore) = outer.multipliedReportingOverflow(by: positions)
    self.samples =
      min(outer, positions) < 0
      ? min(outer, positions) : isMore ? Int.max : samples
    self.classes = classes
    let (stack, overflow) = classes.multipliedReportingOverflow(by: positions)
    rowStride = overflow ? Int.max : stack
    self.positions = positions == 1 ? nil : positions
  }

  /// How such a batch lies.
  package var layout: Layout {
    if let positions {
      return .planes(classes: classes, positions: positions)
    }
    return .rows(of: classes, stride: stride)
  }

  /// The stride of rows; planes have none.
  package var stride: Int? { positions == nil ? rowStride : nil }

  /// The same batch where rows have another stride.
  ///
  /// - Throws: ``LogitsError`` for planes, which have no stride.
  func withStride(_ stride: Int?) throws(LogitsError) -> BatchShape {
    guard let stride else { return self }
    guard positions == nil else { throw .strideOfPlanes(stride) }
    return BatchShape(samples: samples, classes: classes, rowStride: stride)
  }

  /// The stride of rows without gaps; `nil` for planes, which have none.
  var strideWithoutGaps: Int? { positions == nil ? classes : nil }

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
