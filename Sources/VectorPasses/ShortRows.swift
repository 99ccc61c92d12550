/// Passes over short rows: as many rows as a vector has lanes, one in each.
///
/// No sum or maximum has to be taken across lanes, and no lane is idle, which
/// is what makes short rows slow otherwise. A group with fewer rows than lanes
/// repeats its last row: it is computed, and stored, more than once.
public enum ShortRows<Scalar: VectorScalar, A: Arithmetic> {
  /// A number of each row of a group.
  public typealias Vector = Scalar.Vector
  /// A number of each row of the tile.
  public typealias RowValues = UnsafeMutablePointer<Double>

  /// The pass of this name in ``RowPasses``, for short rows.
  @inlinable @inline(__always)
  public static func maxima(_ rows: RowTile<Scalar>, _ maxima: RowValues) {
    forEachGroup(rows.rows) { first, last in
      scatter(maximum(rows, first, last), to: maxima, first, last)
    }
  }

  /// The pass of this name in ``RowPasses``, for short rows.
  @inlinable @inline(__always)
  public static func maximaAndSumsOfExponentials(
    _ rows: RowTile<Scalar>, _ maxima: RowValues, _ sums: RowValues
  ) {
    forEachGroup(rows.rows) { first, last in
      let maximum = maximum(rows, first, last)
      scatter(maximum, to: maxima, first, last)
      let sum = sum(classes: rows.classes) { i in
        Scalar.exponential(column(rows, i, first, last) - maximum, A.self)
      }
      scatter(sum, to: sums, first, last)
    }
  }

  /// The pass of this name in ``RowPasses``, for short rows.
  @inlinable @inline(__always)
  public static func storeExponentials(
    _ rows: RowTile<Scalar>, _ maxima: RowValues,
    _ output: MutableRowTile<Scalar>, _ sums: RowValues
  ) {
    forEachGroup(rows.rows) { first, last in
      let maximum = gather(maxima, first, last)
      let sum = sum(classes: rows.classes) { i in
        let power = Scalar.exponential(
          column(rows, i, first, last) - maximum, A.self)
        for lane in 0..<Scalar.laneCount {
          output[Swift.min(first + lane, last)][i] = power[lane]
        }
        return power
      }
      scatter(sum, to: sums, first, last)
    }
  }

  @inlinable @inline(__always)
  static func maximum(
    _ rows: RowTile<Scalar>, _ first: Int, _ last: Int
  ) -> Vector {
    var largest = Vector(repeating: -.infinity)
    for i in 0..<rows.classes {
      largest = largest.larger(column(rows, i, first, last))
    }
    return largest
  }

  /// The sum over the classes, with two partial sums.
  @inlinable @inline(__always)
  static func sum(classes: Int, _ term: (_ index: Int) -> Vector) -> Vector {
    var even = Vector(repeating: 0)
    var odd = Vector(repeating: 0)
    var i = 0
    while i + 1 < classes {
      even += term(i)
      odd += term(i + 1)
      i += 2
    }
    if i < classes { even += term(i) }
    return even + odd
  }

  /// One class of the rows from `first` on, a row a lane.
  @inlinable @inline(__always)
  static func column(
    _ rows: RowTile<Scalar>, _ index: Int, _ first: Int, _ last: Int
  ) -> Vector {
    var vector = Vector()
    for lane in 0..<Scalar.laneCount {
      vector[lane] = rows[Swift.min(first + lane, last)][index]
    }
    return vector
  }

  @inlinable @inline(__always)
  static func gather(
    _ values: RowValues, _ first: Int, _ last: Int
  ) -> Vector {
    var vector = Vector()
    for lane in 0..<Scalar.laneCount {
      vector[lane] = Scalar(values[Swift.min(first + lane, last)])
    }
    return vector
  }

  @inlinable @inline(__always)
  static func scatter(
    _ vector: Vector, to values: RowValues, _ first: Int, _ last: Int
  ) {
    for lane in 0..<Scalar.laneCount {
      values[Swift.min(first + lane, last)] = Double(vector[lane])
    }
  }

  @inlinable @inline(__always)
  static func forEachGroup(
    _ rows: Int, _ body: (_ first: Int, _ last: Int) -> Void
  ) {
    var first = 0
    while first < rows {
      body(first, rows - 1)
      first += Scalar.laneCount
    }
  }
}
