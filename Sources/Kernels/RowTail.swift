import CShims

/// The end of a row: a last vector, always there, that may reach back over
/// elements which whole vectors have covered already.
///
/// So a row of at least a vector is read and written by whole vectors only. A
/// shorter row is copied, so that no byte beside it is touched.
struct RowTail<Scalar: VectorScalar> {
  let classes: Int
  /// Whole vectors cover the elements before this one.
  let wholeVectors: Int
  /// The element in the last vector's first lane.
  let start: Int

  @inline(__always)
  init(classes: Int) {
    self.classes = classes
    wholeVectors = (classes - 1) / Scalar.laneCount * Scalar.laneCount
    start = Swift.max(classes - Scalar.laneCount, 0)
  }

  /// The last vector; `filler` stands in lanes beyond a short row.
  @inline(__always)
  func load(
    _ row: UnsafePointer<Scalar>, filler: Scalar
  ) -> Scalar.Vector {
    if classes >= Scalar.laneCount { return .load(row + start) }
    return .load(row, count: classes, rest: filler)
  }

  @inline(__always)
  func store(_ vector: Scalar.Vector, to row: UnsafeMutablePointer<Scalar>) {
    if classes >= Scalar.laneCount {
      vector.store(to: row + start)
    } else {
      var vector = vector
      vector_copy_part(
        row, &vector, classes * MemoryLayout<Scalar>.stride)
    }
  }

  /// `vector` with `filler` in the lanes that whole vectors have covered, and in
  /// those beyond a short row.
  @inline(__always)
  func masked(
    _ vector: Scalar.Vector, filler: Scalar = 0
  ) -> Scalar.Vector {
    let covered = Scalar.Vector(repeating: Scalar(wholeVectors - start))
    let last = Scalar.Vector(repeating: Scalar(classes - 1 - start))
    let filler = Scalar.Vector(repeating: filler)
    return
      vector
      .replacing(with: filler, where: Scalar.Vector.laneIndices .< covered)
      .replacing(with: filler, where: last .< Scalar.Vector.laneIndices)
  }
}
