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

  /// Calls `body` with the address of each vector of whole groups, class by
  /// class, and its place in a segment.
  ///
  /// Each class is on pages of its own, where the processor foresees little. So
  /// memory is asked for: that of the next tile, and once more when it is its
  /// turn, but only as many classes ahead as a set of the first cache has room
  /// for, since their addresses may differ by a power of 2.
  @inline(__always)
  func forEachVector(
    _ part: Part, in segment: PlaneSegment<Scalar>,
    _ body: (UnsafeMutableRawPointer, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let lanes = Scalar.laneCount
    let start = segment[part.row].start
    for i in 0..<tile.classes {
      let plane = part.address + i * stride
      for row in Swift.stride(from: 0, to: part.rows, by: lanes) {
        vector_prefetch(plane + (row + part.rows) * size)
        vector_prefetch(plane + 6 * stride + row * size)
      }
      for row in Swift.stride(from: 0, to: part.rows, by: lanes) {
        body(plane + row * size, start + row * tile.classes + i * lanes)
      }
    }
  }

  /// Stores a vector of elements as scalars.
  @inline(__always)
  func load(
    _ elements: UnsafeMutableRawPointer,
    to scalars: UnsafeMutablePointer<Scalar>
  ) {
    switch tile.format {
    case .scalar:
      Scalar.Vector.load(elements.assumingMemoryBound(to: Scalar.self))
        .store(to: scalars)
    case .float16:
      let halves = half_load(elements.assumingMemoryBound(to: UInt16.self))
      Scalar.store(FloatVector(float_widen_float16(halves)), to: scalars)
    case .bfloat16:
      let halves = half_load(elements.assumingMemoryBound(to: UInt16.self))
      Scalar.store(FloatVector(float_widen_bfloat16(halves)), to: scalars)
    }
  }

  /// Stores a vector of scalars as elements.
  @inline(__always)
  func store(
    _ scalars: UnsafeMutablePointer<Scalar>,
    to elements: UnsafeMutableRawPointer
  ) {
    let halves = elements.assumingMemoryBound(to: UInt16.self)
    switch tile.format {
    case .scalar:
      Scalar.Vector.load(scalars)
        .store(to: elements.assumingMemoryBound(to: Scalar.self))
    case .float16:
      half_store(float_narrow_float16(Scalar.floats(scalars).lanes), halves)
    case .bfloat16:
      half_store(float_narrow_bfloat16(Scalar.floats(scalars).lanes), halves)
    }
  }

  /// Makes scalars of elements that were copied to the places of vectors.
  @inline(__always)
  func widen(_ group: TransposedTile<Scalar>) {
    guard tile.format != .scalar else { return }
    for i in 0..<group.classes {
      let vector = group.start + i * Scalar.laneCount
      load(vector, to: vector)
    }
  }

  /// Makes elements of scalars, each vector's at the start of its place.
  @inline(__always)
  func narrow(_ group: TransposedTile<Scalar>) {
    guard tile.format != .scalar else { return }
    for i in 0..<group.classes {
      let vector = group.start + i * Scalar.laneCount
      store(vector, to: vector)
    }
  }
}
