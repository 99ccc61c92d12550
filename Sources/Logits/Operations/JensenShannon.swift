import KernelTypes

/// The Jensen-Shannon divergences of the softmaxes p and q of rows.
///
/// What counts where models nearly agree is p − q: the difference of numbers that
/// are off by some 2⁻⁵², as both are computed in Double, whatever the type of the
/// logits is. So the relative error is at most some 1e-15 / √JS: of a divergence
/// of 1e-10, ten digits are right.
struct JensenShannon<Scalar: LogitScalar> {
  private typealias Numbers = UnsafeMutablePointer<Double>

  /// A row of logits, and the largest of them.
  private struct Row {
    let tile: Tile<Scalar>
    let row: Int
    let maximum: Double
  }

  /// The classes that are worked on at once: a multiple of 8.
  private static var segment: Int { 512 }

  /// The most classes whose exponentials are kept, a multiple of that; where there
  /// are more, they are computed twice.
  private static var kept: Int { 1 << 18 }

  let kernels: any KernelTable<Scalar>.Type

  func setDivergences(
    _ rows: Tile<Scalar>, _ maxima: UnsafeMutablePointer<Double>,
    _ others: Tile<Scalar>, _ otherMaxima: UnsafeMutablePointer<Double>,
    _ divergences: UnsafeMutablePointer<Double>
  ) {
    let segments = (rows.classes + Self.segment - 1) / Self.segment
    let capacity = min(segments * Self.segment, Self.kept)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * capacity) {
      let p = $0.baseAddress.unsafelyUnwrapped
      let q = p + capacity
      for r in 0..<rows.rows {
        divergences[r] = divergence(
          of: Row(tile: rows, row: r, maximum: maxima[r]),
          Row(tile: others, row: r, maximum: otherMaxima[r]), p, q)
      }
    }
  }

  private func divergence(
    of row: Row, _ other: Row, _ p: Numbers, _ q: Numbers
  ) -> Double {
    let classes = row.tile.classes
    let areKept = classes <= Self.kept
    var (weight, otherWeight) = (0.0, 0.0)
    forEachSegment(of: classes) { segment in
      let place = areKept ? segment.lowerBound : 0
      storeExponentials(of: row, segment, to: p + place)
      storeExponentials(of: other, segment, to: q + place)
      weight += kernels.sum(p + place, segment.count)
      otherWeight += kernels.sum(q + place, segment.count)
    }
    let (factor, otherFactor) = (1 / weight, 1 / otherWeight)
    var sum = 0.0
    forEachSegment(of: classes) { segment in
      if !areKept {
        storeExponentials(of: row, segment, to: p)
        storeExponentials(of: other, segment, to: q)
      }
      let place = areKept ? segment.lowerBound : 0
      sum += kernels.jensenShannonSum(
        p + place, factor, q + place, otherFactor, segment.count)
    }
    return sum / 4
  }

  @inline(__always)
  private func forEachSegment(of classes: Int, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: classes, by: Self.segment) {
      body(start..<min(start + Self.segment, classes))
    }
  }

  /// exp(x − m) of some classes.
  @inline(__always)
  private func storeExponentials(
    of row: Row, _ classes: Range<Int>, to output: Numbers
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
