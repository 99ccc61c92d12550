import KernelTypes

/// The kernels of this module's instruction set, for planes of Float.
package enum FloatPlaneKernels: KernelTable, PlaneKernels {
  package typealias Scalar = Float
}

/// The kernels of this module's instruction set, for planes of Double.
package enum DoublePlaneKernels: KernelTable, PlaneKernels {
  package typealias Scalar = Double
}

/// Kernels over tiles of planes: a position in each lane, as with short rows.
///
/// Scratch memory has room for a segment of the classes. Sums are merged in
/// Double from segment to segment. What has to be computed elementwise goes from
/// scratch memory to the output, so that any of them may be in half precision.
protocol PlaneKernels: VectorTable {}

extension PlaneKernels {
  typealias Segment = PlaneSegment<Scalar>
  typealias Group = TransposedTile<Scalar>

  /// Planes are widened when they are copied to scratch memory.
  package static func widen(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>
  ) -> Tile<Scalar> { rows }

  package static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    forEachGroup(rows, scratch) { start, first, group in
      let m = group.maxima()
      (start == 0 ? m : Vector.narrow(maxima + first).max(m))
        .widen(to: maxima + first)
    }
  }

  package static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    // NaN where there has been one.
    let largest = scratch.numbers(0)
    let (maxima, segmentIndices, nans) = (
      scratch.numbers(1), scratch.numbers(2), scratch.numbers(3)
    )
    forEachGroup(rows, scratch) { start, first, group in
      let found = group.argmaxima()
      found.maxima.widen(to: maxima + first)
      found.largest.widen(to: segmentIndices + first)
      found.nan.widen(to: nans + first)
      for r in first..<first + Scalar.laneCount {
        if start == 0 { (indices[r], largest[r]) = (0, -.infinity) }
        if largest[r].isNaN { continue }
        if nans[r] > 0 {
          (indices[r], largest[r]) = (Double(start) + nans[r] - 1, .nan)
        } else if largest[r] < maxima[r] {
          (indices[r], largest[r]) = (
            Double(start) + segmentIndices[r], maxima[r]
          )
        }
      }
    }
  }

  /// Calls `body` with some of the classes after the others.
  @inline(__always)
  static func forEachSegment(
    _ tile: Tile<Scalar>, _ body: (_ classes: Range<Int>) -> Void
  ) {
    let count = (tile.classes - 1) / Segment.mostClasses(of: tile) + 1
    // All of about the same length.
    let length = (tile.classes - 1) / count + 1
    for start in stride(from: 0, to: tile.classes, by: length) {
      body(start..<min(start + length, tile.classes))
    }
  }

  /// Calls `body` with each group of each segment, in parts.
  @inline(__always)
  static func forEachGroup(
    _ tile: Tile<Scalar>, _ scratch: Scratch,
    _ body: (_ start: Int, _ first: Int, _ group: Group) -> Void
  ) {
    forEachSegment(tile) { classes in
      Segment(tile.classes(classes), at: scratch.planes(0))
        .forEachGroup { first, group in
          group.forEachPart { body(classes.lowerBound + $0, first, $1) }
        }
    }
  }

  /// Adds the lanes of a vector to the sums of a group; the first ones of a tile
  /// take their place.
  @inline(__always)
  static func add(
    _ terms: Vector, to sums: RowValues, _ scratch: Scratch, start: Int
  ) {
    if start == 0 { return terms.widen(to: sums) }
    let numbers = scratch.numbers(0)
    terms.widen(to: numbers)
    for lane in 0..<Scalar.laneCount { sums[lane] += numbers[lane] }
  }
}
