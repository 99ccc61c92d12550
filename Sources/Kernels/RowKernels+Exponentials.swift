import CShims
import KernelTypes

extension RowKernels {
  /// The elements of a segment, whose maximum is found before it is summed: 8
  /// KiB, so that the maximum waits for memory, and the sum reads from L1.
  @inline(__always)
  static var segmentClasses: Int { 8192 / MemoryLayout<Scalar>.stride }

  /// The maximum m, and Σ exp(z(x) − z(m)), in one sweep.
  ///
  /// Segments are summed relative to the largest element so far; where a larger
  /// one turns up, the sum is rescaled to it (Milakov and Gimelshein, 2018).
  @inline(__always)
  static func maximumAndExponentialSum<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ row: Int, _ scratch: Scratch,
    _ center: (_ maximum: Scalar) -> Centered
  ) -> (maximum: Scalar, sum: Double) {
    var largest = -Scalar.infinity
    var total = 0.0
    rows.forEachSegment(ofRow: row, segmentClasses, scratch) {
      start, segment, count in
      let maximum = maximum(segment, count)
      if largest < maximum {
        if start > 0 {
          let down = Scalar.exponential(
            center(maximum).centered(Vector(repeating: largest)))
          total *= Double(down[0])
        }
        largest = maximum
      }
      if largest == -.infinity, !Centered.isBounded {
        // Nothing to add, unless it is NaN.
        if hasNaN(segment, RowTail(classes: count)) { total = .nan }
      } else {
        total += exponentialSum(segment, count, center(largest))
      }
    }
    // −∞ − (−∞).
    if largest == -.infinity, !Centered.isBounded { total = .nan }
    return (largest, total)
  }

  @inline(__always)
  static func exponentialSum<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ logits: Centered
  ) -> Double {
    var total = 0.0
    var sum = Vector(repeating: 0)
    sweep(classes) { offset in
      // What comes next, in this row or after it.
      vector_prefetch(row + offset.index + segmentClasses)
      let x = logits.centered(offset.load(row))
      sum = Scalar.addExponential(
        of: offset.masked(x, filler: -.infinity), to: sum)
    } spill: {
      sum.spill(to: &total)
    }
    return total
  }

  /// Stores exp(x − m) and returns the sum.
  ///
  /// `output` may be `row`: the last vector is read before it is overwritten.
  @inline(__always)
  static func storeExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    to output: UnsafeMutablePointer<Scalar>, prefetching distance: Int
  ) -> Double {
    let m = Vector(repeating: maximum)
    let tail = RowTail<Scalar>(classes: classes)
    let last = Scalar.exponential(tail.load(row, filler: 0) - m)
    var total = 0.0
    var sum = Vector(repeating: 0)
    sweep(classes) { offset in
      if offset.tail != nil {
        tail.store(last, to: output)
        sum += tail.masked(last)
      } else {
        // A row to come, most often: it is asked for while this one keeps the
        // processor busy, and its maximum comes from cache.
        vector_prefetch(row + offset.index + distance)
        let exponential = Scalar.exponential(offset.load(row) - m)
        exponential.store(to: output + offset.index)
        sum += exponential
      }
    } spill: {
      sum.spill(to: &total)
    }
    return total
  }
}
