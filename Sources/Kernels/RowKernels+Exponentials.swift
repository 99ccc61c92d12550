import CShims
import KernelTypes

extension RowKernels {
  /// The elements of a segment, whose maximum is found before it is summed: 8
  /// KiB, so that the maximum waits for memory, and the sum reads from L1.
  @inline(__always)
  static var segmentClasses: Int { 8192 / MemoryLayout<Scalar>.stride }

  /// The maximum m, and Σ exp(z(x) − z(m)) − 1, in one sweep.
  ///
  /// Segments are summed relative to the largest element so far; where a larger
  /// one turns up, it is counted apart, and what there was is rescaled to it
  /// (Milakov and Gimelshein, 2018).
  @inline(__always)
  static func maximumAndExponentialRest<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ row: Int, _ scratch: Scratch,
    _ center: (_ maximum: Scalar) -> Centered
  ) -> (maximum: Scalar, rest: Double) {
    var largest = -Scalar.infinity
    // Nothing yet, not even the largest element.
    var rest = -1.0
    rows.forEachSegment(ofRow: row, segmentClasses, scratch) {
      start, segment, count in
      let maximum = maximum(segment, count)
      let isNew = largest < maximum
      if isNew {
        if start == 0 {
          rest = 0
        } else {
          let down = Scalar.exponential(
            center(maximum).centered(Vector(repeating: largest)))
          rest = (rest + 1) * Double(down[0])
        }
        largest = maximum
      }
      if largest == -.infinity, !Centered.isBounded {
        // Nothing to add, unless it is NaN.
        if hasNaN(segment, RowTail(classes: count)) { rest = .nan }
      } else if isNew {
        rest += exponentialRest(
          segment, count, maximum: largest, center(largest))
      } else {
        rest += exponentialSum(segment, count, center(largest))
      }
    }
    // ∞ − ∞.
    if !Centered.isBounded { rest += Double(largest - largest) }
    return (largest, rest)
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

  /// That without one of the largest elements.
  @inline(__always)
  private static func exponentialRest<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    _ logits: Centered
  ) -> Double {
    var total = 0.0
    var rest = ExponentialRest<Scalar>(maximum: maximum)
    sweep(classes) { offset in
      vector_prefetch(row + offset.index + segmentClasses)
      let x = offset.load(row)
      rest.add(
        of: offset.masked(x, filler: .nan),
        centered: offset.masked(logits.centered(x), filler: -.infinity))
    } spill: {
      rest.sum.spill(to: &total)
    }
    return total + (rest.count.sum() - 1)
  }

  /// Stores exp(x − m) and returns the rest.
  ///
  /// Its digits are kept where they are wanted: a softmax needs the sum only.
  /// `output` may be `row`: the last vector is read before it is overwritten.
  @inline(__always)
  static func storeExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    to output: UnsafeMutablePointer<Scalar>, prefetching distance: Int,
    keepsDigits: Bool
  ) -> Double {
    // Rows of some thousands are written as fast without (Zen 4).
    let outputDistance = 512..<8192 ~= classes ? 0 : 192
    let m = Vector(repeating: maximum)
    let tail = RowTail<Scalar>(classes: classes)
    let lastElements = tail.load(row, filler: 0)
    let last = Scalar.exponential(lastElements - m)
    // ∞ − ∞, or 0.
    var total = Double(maximum - maximum)
    var rest = ExponentialRest<Scalar>(maximum: maximum)
    func add(_ exponential: Vector, of x: Vector) {
      if keepsDigits {
        rest.add(exponential, of: x)
      } else {
        rest.sum += exponential
      }
    }
    sweep(classes) { offset in
      if offset.tail != nil {
        tail.store(last, to: output)
        add(tail.masked(last), of: tail.masked(lastElements, filler: .nan))
      } else {
        // A row to come, most often: it is asked for while this one keeps the
        // processor busy, and its maximum comes from cache.
        vector_prefetch(row + offset.index + distance)
        vector_prefetch(output + offset.index + outputDistance)
        let x = offset.load(row)
        let exponential = Scalar.exponential(x - m)
        exponential.store(to: output + offset.index)
        add(exponential, of: x)
      }
    } spill: {
      rest.sum.spill(to: &total)
    }
    return total + (rest.count.sum() - 1)
  }
}
