import KernelTypes

/// Kernels over tiles of short rows, a transposed group at a time; their names
/// are those of ``KernelTable``.
///
/// The exponentials of a tile are kept in scratch memory, transposed.
enum TransposedKernels<Scalar: VectorScalar> {
  typealias Group = TransposedTile<Scalar>
  /// A number for each row of a group.
  typealias Vector = Scalar.Vector
  /// A number for each row of the tile.
  typealias RowValues = UnsafeMutablePointer<Double>

  @inline(__always)
  static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      Group(rows, first, at: scratch.elements()).maxima()
        .widen(to: maxima + first)
    }
  }

  @inline(__always)
  static func maximaAndRests<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let m = group.maxima()
      m.widen(to: maxima + first)
      group.exponentialRest(maxima: m, center(m))
        .widen(to: rests + first, isBounded: Centered.isBounded)
    } few: { r in
      let row = ShortRow<Scalar>(elements: rows[r], classes: rows.classes)
      let m = row.maximum()
      maxima[r] = Double(m)
      rests[r] = row.exponentialRest(
        maximum: m, center(Vector(repeating: m)), scratch.elements())
    }
  }

  @inline(__always)
  static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, keepsDigits: Bool
  ) {
    forEachGroup(rows.rows) { first in
      // What is written after the last group.
      Group.prefetch(output, first)
      let group = Group(
        rows, first, at: scratch.elements(from: first * rows.classes))
      let m = group.maxima()
      m.widen(to: maxima + first)
      group.replaceByExponentials(maxima: m, keepsDigits: keepsDigits)
        .widen(to: rests + first)
    } few: { r in
      let row = ShortRow<Scalar>(elements: rows[r], classes: rows.classes)
      let m = row.maximum()
      maxima[r] = Double(m)
      rests[r] = row.storeExponentials(
        maximum: m, to: scratch.elements(from: r * rows.classes),
        free(rows, scratch), keepsDigits: keepsDigits)
    }
  }

  @inline(__always)
  static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues
  ) {
    forEachGroup(output.rows) { first in
      let group = kept(output, scratch, first)
      group.scale(by: Vector.narrow(factors + first))
      group.store(to: output, first)
    } few: { r in
      let exponentials = keptRow(output, scratch, r)
      let factor = Vector(repeating: Scalar(factors[r]))
      RowKernels.store(output.classes, to: output[r]) {
        $0.load(exponentials) * factor
      }
    }
  }

  @inline(__always)
  static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch,
    _ factors: RowValues, _ targets: Tile<Scalar>, _ weights: RowValues
  ) {
    forEachGroup(output.rows) { first in
      let group = kept(output, scratch, first)
      let y = Group(targets, first, at: free(targets, scratch))
      group.scale(
        by: Vector.narrow(factors + first), subtracting: y,
        times: Vector.narrow(weights + first))
      group.store(to: output, first)
    } few: { r in
      let exponentials = keptRow(output, scratch, r)
      let factor = Vector(repeating: Scalar(factors[r]))
      let weight = Vector(repeating: Scalar(weights[r]))
      RowKernels.store(output.classes, to: output[r]) {
        $0.load(exponentials) * factor - $0.load(targets[r]) * weight
      }
    }
  }

  @inline(__always)
  static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>
  ) {
    Group.prefetch(output, 0)
    forEachGroup(rows.rows) { first in
      Group.prefetch(output, first + Scalar.laneCount)
      let group = Group(rows, first, at: scratch.elements())
      group.replaceByLogProbabilities(
        maxima: Vector.narrow(maxima + first), scale: Scalar(scale),
        logarithms: Vector.narrow(logarithms + first))
      group.store(to: output, first)
    } few: { r in
      RowKernels.logProbabilities(
        maximum: Scalar(maxima[r]), scale: Scalar(scale),
        logarithm: Scalar(logarithms[r]), from: rows[r], rows.classes,
        to: output[r])
    }
  }

  /// The exponentials of a group.
  @inline(__always)
  static func kept(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ first: Int
  ) -> Group {
    Group(
      at: scratch.elements(from: first * output.classes),
      classes: output.classes)
  }

  /// Those of one of few rows, which are not transposed.
  @inline(__always)
  private static func keptRow(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ row: Int
  ) -> UnsafePointer<Scalar> {
    UnsafePointer(scratch.elements(from: row * output.classes))
  }

  /// Room for a group, behind the exponentials of the tile.
  @inline(__always)
  static func free(
    _ rows: Tile<Scalar>, _ scratch: Scratch
  ) -> UnsafeMutablePointer<Scalar> {
    scratch.elements(from: rows.wholeGroups * rows.classes)
  }

  @inline(__always)
  static func forEachGroup(_ rows: Int, _ body: (_ first: Int) -> Void) {
    for first in stride(from: 0, to: rows, by: Scalar.laneCount) {
      body(first)
    }
  }

  /// Calls `body` with each group, but `few` with each row of one that has few.
  @inline(__always)
  static func forEachGroup(
    _ rows: Int, _ body: (_ first: Int) -> Void, few: (_ row: Int) -> Void
  ) {
    let (lanes, fewRows) = (Scalar.laneCount, ShortRow<Scalar>.few)
    var first = 0
    while first < rows {
      if rows - first <= fewRows {
        for row in first..<rows { few(row) }
      } else {
        body(first)
      }
      first += lanes
    }
  }
}
