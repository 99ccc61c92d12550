import CVectors

extension Row {
  /// Elements that are summed before the next are looked at: 8 KiB, so that the
  /// maximum of them is taken of memory, and the sum of the first cache.
  @inlinable @inline(__always)
  static var pieceClasses: Int { 8192 / MemoryLayout<Scalar>.stride }

  /// The maximum m, and Σ exp(z(x) − z(m)), in one sweep.
  ///
  /// Pieces are summed relative to the largest element so far; where a larger
  /// one turns up, the sum is brought down to it (Milakov and Gimelshein, 2018).
  @inlinable @inline(__always)
  public static func maximumAndSum<Shift: LogitShift<Scalar>>(
    _ rows: StoredTile<Scalar>, _ row: Int, _ scratch: Scratch,
    _ shift: (_ maximum: Scalar) -> Shift
  ) -> (maximum: Scalar, sum: Double) {
    var largest = -Scalar.infinity
    var total = 0.0
    rows.forEachPiece(ofRow: row, pieceClasses, scratch) {
      start, piece, count in
      let maximum = maximum(piece, count)
      if largest < maximum {
        if start > 0 {
          let down = Scalar.exponential(
            shift(maximum).shifted(Vector(repeating: largest)), A.self)
          total *= Double(down[0])
        }
        largest = maximum
      }
      if largest == -.infinity, !Shift.isBounded {
        // Nothing to add, unless it is NaN.
        if hasNaN(piece, RowEnd(classes: count)) { total = .nan }
      } else {
        total += sumOfExponentials(piece, count, shift(largest))
      }
    }
    // −∞ − (−∞).
    if largest == -.infinity, !Shift.isBounded { total = .nan }
    return (largest, total)
  }

  @inlinable @inline(__always)
  static func sumOfExponentials<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift
  ) -> Double {
    var total = 0.0
    var sum = Vector(repeating: 0)
    sweep(classes) { position in
      // What comes next, in this row or after it.
      vector_prefetch(row + position.index + pieceClasses)
      let x = shift.shifted(position.load(row))
      sum = Scalar.addExponential(
        of: position.uncovered(x, filler: -.infinity), to: sum, A.self)
    } spill: {
      sum.spill(to: &total)
    }
    return total
  }

  /// Stores exp(x − m) and returns the sum.
  ///
  /// `output` may be `row`: the last vector is read before it is overwritten.
  @inlinable @inline(__always)
  public static func storeExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    to output: UnsafeMutablePointer<Scalar>, prefetching distance: Int
  ) -> Double {
    let shift = PlainShift<Scalar>(maximum: Vector(repeating: maximum))
    let end = RowEnd<Scalar>(classes: classes)
    let last = Scalar.exponential(
      shift.shifted(end.load(row, filler: 0)), A.self)
    var total = 0.0
    var sum = Vector(repeating: 0)
    sweep(classes) { position in
      if position.end != nil {
        end.store(last, to: output)
        sum += end.uncovered(last)
      } else {
        // A row to come, most often: it is asked for while this one keeps the
        // processor busy, and its maximum comes from cache.
        vector_prefetch(row + position.index + distance)
        let power = Scalar.exponential(
          shift.shifted(position.load(row)), A.self)
        power.store(to: output + position.index)
        sum += power
      }
    } spill: {
      sum.spill(to: &total)
    }
    return total
  }
}
