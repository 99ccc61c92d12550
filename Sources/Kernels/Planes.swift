import CShims
import KernelTypes

/// A tile of planes as it lies in memory: runs of positions, of any format.
struct Planes<Scalar: VectorScalar> {
  let tile: Tile<Scalar>

  @inline(__always)
  init(_ tile: Tile<Scalar>) { self.tile = tile }

  /// Rows that lie side by side and belong to one group, or to several of which
  /// they are all rows.
  struct Part {
    let row: Int
    let rows: Int
    /// That of the first class.
    let address: UnsafeMutableRawPointer
    let isWhole: Bool
  }

  /// The bytes of an element.
  @inline(__always)
  var size: Int { tile.format.size(Scalar.self) }

  /// The bytes from class to class.
  @inline(__always)
  var stride: Int { tile.positions * size }

  @inline(__always)
  func forEachPart(_ body: (Part) -> Void) {
    let lanes = Scalar.laneCount
    var (row, position, stack) = (0, tile.position, tile.start)
    while row < tile.rows {
      let end = row + Swift.min(tile.positions - position, tile.rows - row)
      while row < end {
        let lane = row % lanes
        let isWhole = lane == 0 && end - row >= lanes
        let rows =
          isWhole
          ? (end - row) / lanes * lanes : Swift.min(end - row, lanes - lane)
        body(
          Part(
            row: row, rows: rows, address: stack + position * size,
            isWhole: isWhole))
        row += rows
        position += rows
      }
      position = 0
      stack += tile.rowStride * size
    }
  }

  /// Copies whole groups to a segment, as scalars.
  @inline(__always)
  func load(_ part: Part, to segment: PlaneSegment<Scalar>) {
    switch tile.format {
    case .scalar:
      forEachVector(part, in: segment) { address, place, _ in
        Scalar.Vector.load(address.assumingMemoryBound(to: Scalar.self))
          .store(to: place)
      }
    case .float16:
      forEachVector(part, in: segment) { address, place, _ in
        Self.widenFloat16(address, to: place)
      }
    case .bfloat16:
      forEachVector(part, in: segment) { address, place, _ in
        Self.widenBFloat16(address, to: place)
      }
    }
  }

  /// Copies whole groups of a segment back.
  @inline(__always)
  func store(_ part: Part, from segment: PlaneSegment<Scalar>) {
    switch tile.format {
    case .scalar:
      storeScalars(part, from: segment) { $1 }
    case .float16:
      forEachVector(part, in: segment) { address, place, _ in
        Self.narrowFloat16(place, to: address)
      }
    case .bfloat16:
      forEachVector(part, in: segment) { address, place, _ in
        Self.narrowBFloat16(place, to: address)
      }
    }
  }

  /// Copies what `value` makes of the vectors of whole groups to scalars.
  @inline(__always)
  func storeScalars(
    _ part: Part, from segment: PlaneSegment<Scalar>,
    _ value: (_ row: Int, _ vector: Scalar.Vector) -> Scalar.Vector
  ) {
    forEachVector(part, in: segment) { address, place, row in
      value(row, .load(place))
        .store(to: address.assumingMemoryBound(to: Scalar.self))
    }
  }

  /// Subtracts the value at each target; the elements are scalars.
  @inline(__always)
  func subtract(_ targets: TargetValues) {
    forEachPart { part in
      for lane in 0..<part.rows {
        let (row, element) = (
          part.row + lane, part.address.assumingMemoryBound(to: Scalar.self)
        )
        element[targets.classes[row] * tile.positions + lane] -=
          Scalar(targets.values[row])
      }
    }
  }

  /// Makes scalars of elements that were copied to the places of vectors.
  @inline(__always)
  func widen(_ group: TransposedTile<Scalar>) {
    for i in 0..<group.classes {
      let vector = group.start + i * Scalar.laneCount
      switch tile.format {
      case .scalar: return
      case .float16: Self.widenFloat16(vector, to: vector)
      case .bfloat16: Self.widenBFloat16(vector, to: vector)
      }
    }
  }

  /// Makes elements of scalars, each vector's at the start of its place.
  @inline(__always)
  func narrow(_ group: TransposedTile<Scalar>) {
    for i in 0..<group.classes {
      let vector = group.start + i * Scalar.laneCount
      switch tile.format {
      case .scalar: return
      case .float16: Self.narrowFloat16(vector, to: vector)
      case .bfloat16: Self.narrowBFloat16(vector, to: vector)
      }
    }
  }

  /// Calls `body` with the address of each vector of whole groups, class by
  /// class, its place in a segment, and its first row.
  ///
  /// Each class is on pages of its own, where the processor foresees little. So
  /// memory is asked for: that of the next tile, and once more when it is its
  /// turn, but only as many classes ahead as a set of the first cache has room
  /// for, since their addresses may differ by a power of 2.
  @inline(__always)
  private func forEachVector(
    _ part: Part, in segment: PlaneSegment<Scalar>,
    _ body: (
      _ address: UnsafeMutableRawPointer,
      _ place: UnsafeMutablePointer<Scalar>, _ row: Int
    ) -> Void
  ) {
    let lanes = Scalar.laneCount
    let (vector, group) = (lanes * size, lanes * tile.classes)
    let (width, ahead) = (part.rows * size, 6 * stride)
    var (plane, place) = (part.address, segment[part.row].start)
    for _ in 0..<tile.classes {
      var (from, to, row) = (plane, place, part.row)
      while from < plane + width {
        vector_prefetch(from + width)
        vector_prefetch(from + ahead)
        body(from, to, row)
        from += vector
        to += group
        row += lanes
      }
      plane += stride
      place += lanes
    }
  }
}

// A vector of elements, at any alignment, as scalars and back.
extension Planes {
  @inline(__always)
  private static func widenFloat16(
    _ elements: UnsafeMutableRawPointer,
    to scalars: UnsafeMutablePointer<Scalar>
  ) {
    let halves = half_load(elements.assumingMemoryBound(to: UInt16.self))
    Scalar.store(FloatVector(float_widen_float16(halves)), to: scalars)
  }

  @inline(__always)
  private static func widenBFloat16(
    _ elements: UnsafeMutableRawPointer,
    to scalars: UnsafeMutablePointer<Scalar>
  ) {
    let halves = half_load(elements.assumingMemoryBound(to: UInt16.self))
    Scalar.store(FloatVector(float_widen_bfloat16(halves)), to: scalars)
  }

  @inline(__always)
  private static func narrowFloat16(
    _ scalars: UnsafeMutablePointer<Scalar>,
    to elements: UnsafeMutableRawPointer
  ) {
    half_store(
      float_narrow_float16(Scalar.floats(scalars).lanes),
      elements.assumingMemoryBound(to: UInt16.self))
  }

  @inline(__always)
  private static func narrowBFloat16(
    _ scalars: UnsafeMutablePointer<Scalar>,
    to elements: UnsafeMutableRawPointer
  ) {
    half_store(
      float_narrow_bfloat16(Scalar.floats(scalars).lanes),
      elements.assumingMemoryBound(to: UInt16.self))
  }
}
