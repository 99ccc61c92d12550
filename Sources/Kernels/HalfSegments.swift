import KernelTypes

/// Rows of one or two tiles of any formats, a segment at a time, as scalars.
struct HalfSegments {
  private let rows: Tile<Float>
  private let others: Tile<Float>?
  private let scratch: Scratch

  /// Some classes of a row.
  struct Segment {
    let start: Int
    let count: Int
    let x: UnsafePointer<Float>
    /// Those of the other tile, if there is one.
    let y: UnsafePointer<Float>?

    /// The weights of these classes, whose targets are y.
    @inline(__always)
    func weights(
      _ weights: TargetWeights<Float>
    ) -> VectorTargetWeights<Float> {
      var classWeights = weights.classWeights
      if let all = classWeights { classWeights = all + start }
      return VectorTargetWeights(
        TargetWeights(
          targets: nil, classWeights: classWeights,
          targetFactor: weights.targetFactor, uniform: weights.uniform),
        targets: y)
    }
  }

  @inline(__always)
  init(_ rows: Tile<Float>, _ others: Tile<Float>?, _ scratch: Scratch) {
    self.rows = rows
    self.others = others
    self.scratch = scratch
  }

  @inline(__always)
  func forEach(_ row: Int, _ body: (Segment) -> Void) {
    var start = 0
    while start < rows.classes {
      let count = Swift.min(Scratch.widenedCount, rows.classes - start)
      var y: UnsafePointer<Float>?
      if let others { y = Self.scalars(others, row, start, count, scratch, 1) }
      body(
        Segment(
          start: start, count: count,
          x: Self.scalars(rows, row, start, count, scratch, 0), y: y))
      start += count
    }
  }

  /// Calls `body` with each segment and a place for as many results, which then
  /// become elements of the output; this may be any of the tiles.
  @inline(__always)
  func forEach(
    _ row: Int, to output: Tile<Float>,
    _ body: (Segment, UnsafeMutablePointer<Float>) -> Void
  ) {
    forEach(row) { segment in
      let elements = output.addressInRow(row, segment.start)
      if output.format == .scalar {
        body(segment, elements.assumingMemoryBound(to: Float.self))
      } else {
        let results: UnsafeMutablePointer<Float> = scratch.halves(0)
        body(segment, results)
        Float.narrow(results, segment.count, output.format, to: elements)
      }
    }
  }

  /// Elements where they are, or widened.
  @inline(__always)
  private static func scalars(
    _ tile: Tile<Float>, _ row: Int, _ start: Int, _ count: Int,
    _ scratch: Scratch, _ index: Int
  ) -> UnsafePointer<Float> {
    let elements = tile.addressInRow(row, start)
    if tile.format == .scalar {
      return UnsafePointer(elements.assumingMemoryBound(to: Float.self))
    }
    let room: UnsafeMutablePointer<Float> = scratch.halves(index)
    Float.widen(elements, tile.format, count, to: room)
    return UnsafePointer(room)
  }

  /// Room for the elements of a tile of short rows.
  @inline(__always)
  static func room(
    _ tile: Tile<Float>, _ scratch: Scratch, _ index: Int
  ) -> Tile<Float> {
    let start: UnsafeMutablePointer<Float> = scratch.halves(index)
    return Tile(
      start: start, rowStride: tile.classes, rows: tile.rows,
      classes: tile.classes)
  }

  /// A tile of short rows, as scalars.
  @inline(__always)
  static func copy(
    _ tile: Tile<Float>, _ scratch: Scratch, _ index: Int
  ) -> Tile<Float> {
    let copy = room(tile, scratch, index)
    tile.widen(to: copy)
    return copy
  }

  /// Weights with the targets of short rows as scalars.
  @inline(__always)
  static func copy(
    _ weights: TargetWeights<Float>, _ scratch: Scratch
  ) -> TargetWeights<Float> {
    guard let targets = weights.targets else { return weights }
    return TargetWeights(
      targets: copy(targets, scratch, 1), classWeights: weights.classWeights,
      targetFactor: weights.targetFactor, uniform: weights.uniform)
  }
}
