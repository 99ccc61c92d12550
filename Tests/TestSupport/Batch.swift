import Logits

/// Rows for a test, in hostile memory: what is before, between and after
/// the rows is NaN and must be neither used nor changed.
package struct Batch<Scalar: TestScalar> {
  package let shape: BatchShape
  package var storage: [Scalar]
  private let offset: Int

  /// Rows of `element(sample, class)`, `gap` elements apart, the first at
  /// `offset` elements after the start of the memory.
  package init(
    samples: Int, classes: Int, gap: Int = 0, offset: Int = 0,
    _ element: (_ sample: Int, _ class: Int) -> Scalar
  ) {
    shape = BatchShape(
      samples: samples, classes: classes, rowStride: classes + gap)
    self.offset = offset
    storage = Array(
      repeating: .nan, count: offset + samples * shape.rowStride + 1)
    for sample in 0..<samples {
      for c in 0..<classes {
        storage[offset + sample * shape.rowStride + c] = element(sample, c)
      }
    }
  }

  /// Given rows in a layout.
  package init(
    _ rows: [[Scalar]], classes: Int, _ layout: (gap: Int, offset: Int)
  ) {
    self.init(
      samples: rows.count, classes: classes, gap: layout.gap,
      offset: layout.offset
    ) { rows[$0][$1] }
  }

  /// Rows of random elements.
  package init(
    samples: Int, classes: Int, gap: Int = 0, offset: Int = 0,
    in range: ClosedRange<Scalar>, seed: UInt64 = 1
  ) {
    var generator = SeededGenerator(seed: seed)
    self.init(samples: samples, classes: classes, gap: gap, offset: offset) {
      _, _ in
      Scalar.random(in: range, using: &generator)
    }
  }

  /// Memory of the same layout with NaN in it, for results.
  package var blank: Batch {
    var blank = self
    for i in storage.indices { blank.storage[i] = .nan }
    return blank
  }

  private var extent: Range<Int> {
    offset..<(offset + shape.samples * shape.rowStride)
  }

  package func row(_ sample: Int) -> [Scalar] {
    let start = offset + sample * shape.rowStride
    return Array(storage[start..<start + shape.classes])
  }

  package var rows: [[Scalar]] { (0..<shape.samples).map(row) }

  /// The rows' memory, to be read.
  package func read<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[extent]))
    }
  }

  /// The rows' memory, to be written.
  package mutating func write<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    let extent = extent
    return try storage.withUnsafeMutableBufferPointer {
      try body(UnsafeMutableBufferPointer(rebasing: $0[extent]))
    }
  }

  /// Whether everything around the rows is still NaN.
  package var surroundingsAreUntouched: Bool {
    storage.indices.allSatisfy { i in
      let inside =
        extent.contains(i) && (i - offset) % shape.rowStride < shape.classes
      return inside || storage[i].isNaN
    }
  }
}
