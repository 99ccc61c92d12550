import CShims
import KernelTypes

/// Rows in the caller's memory, checked against their shape.
///
/// Only what was checked gets to the kernels. Rows that are written are of
/// scalars; the others are only read.
struct Rows<Scalar: LogitScalar> {
  let start: UnsafeMutableRawPointer?
  let format: ElementFormat
  let shape: BatchShape

  init(
    _ elements: Elements<Scalar>, _ role: LogitsError.Buffer,
    _ shape: BatchShape
  ) throws(LogitsError) {
    let extent = try shape.extent()
    guard extent.contains(elements.count) else {
      throw .sizeMismatch(role, expected: extent, actual: elements.count)
    }
    start = elements.start
    format = try elements.format(role)
    self.shape = shape
  }

  /// The library's own memory.
  init(_ matrix: Matrix<Scalar>) {
    start = UnsafeMutableRawPointer(matrix.start)
    format = .scalar
    shape = BatchShape(
      samples: matrix.rows, classes: matrix.columns,
      rowStride: matrix.rowStride)
  }

  /// Whether each element of the one is where that of the other is, if they
  /// start at the same address.
  func liesLike(_ other: Rows) -> Bool {
    format == other.format && shape == other.shape
  }

  /// The rows of a range of samples that is not empty.
  @inline(__always)
  func tile(_ samples: Range<Int>) -> Tile<Scalar> {
    let row = shape.rowStride * format.size(Scalar.self)
    if let positions = shape.positions {
      let (stack, position) = samples.lowerBound
        .quotientAndRemainder(dividingBy: positions)
      return Tile(
        start: start.unsafelyUnwrapped + stack * row, format: format,
        rowStride: shape.rowStride, positions: positions, position: position,
        rows: samples.count, classes: shape.classes)
    }
    return Tile(
      start: start.unsafelyUnwrapped + samples.lowerBound * row,
      format: format, rowStride: shape.rowStride, rows: samples.count,
      classes: shape.classes)
  }
}

extension Tile where Scalar: LogitScalar {
  /// An element of any format.
  @inline(__always)
  subscript(row: Int, index: Int) -> Double {
    get {
      let element = address(row, index)
      switch format {
      case .scalar: return Double(element.load(as: Scalar.self))
      case .float16:
        return Double(float_of_float16(element.load(as: UInt16.self)))
      case .bfloat16:
        return Double(float_of_bfloat16(element.load(as: UInt16.self)))
      }
    }
    nonmutating set {
      let element = address(row, index)
      let value = Scalar(newValue)
      switch format {
      case .scalar: element.storeBytes(of: value, as: Scalar.self)
      case .float16:
        element.storeBytes(of: float16_of_float(Float(value)), as: UInt16.self)
      case .bfloat16:
        element.storeBytes(of: bfloat16_of_float(Float(value)), as: UInt16.self)
      }
    }
  }

  /// Sets all elements of a row, of any format.
  func fill(row: Int, with value: Double) {
    if format == .scalar, positions == 1 {
      return self[row].update(repeating: Scalar(value), count: classes)
    }
    for index in 0..<classes { self[row, index] = value }
  }

  /// Whether a row has a NaN, which its maximum passes over.
  func hasNaN(_ row: Int) -> Bool {
    (0..<classes).contains { self[row, $0].isNaN }
  }
}
