import KernelTypes

/// The Jensen-Shannon divergence of the softmaxes p and q of two rows.
///
/// What counts where models nearly agree is p − q: the difference of numbers that
/// are off by some 2⁻⁵², as both are computed in Double, whatever the type of the
/// logits is. So the relative error is at most some 1e-15 / √JS: of a divergence
/// of 1e-10, ten digits are right.
struct JensenShannon<Scalar: LogitScalar> {
  /// A row of logits, and the largest of them.
  struct Row {
    let tile: Tile<Scalar>
    let row: Int
    let maximum: Double
  }

  /// The classes that are in scratch memory at once: a multiple of 8.
  private static var segment: Int { 512 }

  private let kernels: any KernelTable<Scalar>.Type
  private let p: UnsafeMutablePointer<Double>
  private let q: UnsafeMutablePointer<Double>

  init(_ kernels: any KernelTable<Scalar>.Type, _ scratch: Scratch) {
    self.kernels = kernels
    p = scratch.elements()
    q = p + Self.segment
  }

  func between(_ row: Row, _ other: Row) -> Double {
    let classes = row.tile.classes
    var (weight, otherWeight) = (0.0, 0.0)
    forEachSegment(of: classes) { segment in
      storeExponentials(of: row, other, segment)
      weight += kernels.sum(p, segment.count)
      otherWeight += kernels.sum(q, segment.count)
    }
    let (factor, otherFactor) = (1 / weight, 1 / otherWeight)
    var sum = 0.0
    forEachSegment(of: classes) { segment in
      // A row of one segment has its exponentials already.
      if classes > Self.segment { storeExponentials(of: row, other, segment) }
      for i in 0..<segment.count {
        p[i] *= factor
        q[i] *= otherFactor
      }
      sum += kernels.jensenShannonSum(p, q, segment.count)
    }
    return sum / 4
  }

  @inline(__always)
  private func forEachSegment(of classes: Int, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: classes, by: Self.segment) {
      body(start..<min(start + Self.segment, classes))
    }
  }

  @inline(__always)
  private func storeExponentials(
    of row: Row, _ other: Row, _ classes: Range<Int>
  ) {
    storeExponentials(of: row, classes, to: p)
    storeExponentials(of: other, classes, to: q)
  }

  /// exp(x − m) of some classes.
  @inline(__always)
  private func storeExponentials(
    of row: Row, _ classes: Range<Int>, to output: UnsafeMutablePointer<Double>
  ) {
    let (tile, first, count) = (row.tile, classes.lowerBound, classes.count)
    if tile.format == .scalar, tile.positions == 1 {
      let logits = tile[row.row] + first
      for i in 0..<count { output[i] = Double(logits[i]) - row.maximum }
    } else {
      for i in 0..<count {
        output[i] = tile[row.row, first + i] - row.maximum
      }
    }
    // Numbers for the rest of the last vector.
    for i in count..<(count + 7) / 8 * 8 { output[i] = 0 }
    kernels.exponentials(output, count)
  }
}
