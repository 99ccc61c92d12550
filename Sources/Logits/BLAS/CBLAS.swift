#if OpenBLAS
import COpenBLAS
import KernelTypes

/// The calls of CBLAS that the kernels use, one name for both scalar types.
///
/// Counts are at most ``maximumCount``: OpenBLAS counts in 32 bits, adds Floats
/// in Float, and from 10,000 elements on wakes threads of its own, which would
/// make sums depend on their number.
protocol CBLASScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// ``maximumCount`` times 1, at an aligned address: what dot products need to
  /// add.
  static var ones: UnsafePointer<Self> { get }

  /// Σ |x|.
  static func asum(_ count: Int, _ x: UnsafePointer<Self>) -> Self

  /// Σ x y.
  static func dot(
    _ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>
  ) -> Self

  /// x = x · factor.
  static func scal(
    _ count: Int, _ factor: Self, _ x: UnsafeMutablePointer<Self>)

  /// y = y + factor · x.
  static func axpy(
    _ count: Int, _ factor: Self, _ x: UnsafePointer<Self>,
    _ y: UnsafeMutablePointer<Self>)

  /// C = A B, or C += A B; all sizes and strides fit in 32 bits.
  static func gemm(
    _ a: Matrix<Self>, _ b: Matrix<Self>, _ c: Matrix<Self>,
    _ accumulates: Bool)
}

extension CBLASScalar {
  static var maximumCount: Int { 4096 }
}

private func aligned<Scalar: CBLASScalar>(
  repeating value: Scalar
) -> UnsafePointer<Scalar> {
  let count = Scalar.maximumCount
  return UnsafePointer(
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64
    ).initializeMemory(as: Scalar.self, repeating: value, count: count))
}

extension Matrix {
  /// Whether OpenBLAS can count it.
  var fits32Bits: Bool {
    max(rows, columns, rowStride, columnStride) <= CInt.max
  }

  /// Whether its rows are contiguous, or its columns.
  fileprivate var order: CBLAS_TRANSPOSE {
    columnStride == 1 ? CblasNoTrans : CblasTrans
  }

  /// From one of those to the next: no less than their length, also where there
  /// is only one.
  fileprivate var leadingDimension: CInt {
    CInt(columnStride == 1 ? max(rowStride, columns) : max(columnStride, rows))
  }
}

extension Float: CBLASScalar {
  nonisolated(unsafe) static let ones = aligned(repeating: Float(1))

  static func asum(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
    OpenBLASLibrary.functions.sasum(CInt(count), x, 1)
  }

  static func dot(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>
  ) -> Float {
    OpenBLASLibrary.functions.sdot(CInt(count), x, 1, y, 1)
  }

  static func scal(
    _ count: Int, _ factor: Float, _ x: UnsafeMutablePointer<Float>
  ) {
    OpenBLASLibrary.functions.sscal(CInt(count), factor, x, 1)
  }

  static func axpy(
    _ count: Int, _ factor: Float, _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    OpenBLASLibrary.functions.saxpy(CInt(count), factor, x, 1, y, 1)
  }

  static func gemm(
    _ a: Matrix<Float>, _ b: Matrix<Float>, _ c: Matrix<Float>,
    _ accumulates: Bool
  ) {
    OpenBLASLibrary.functions.sgemm(
      CblasRowMajor, a.order, b.order, CInt(c.rows), CInt(c.columns),
      CInt(a.columns), 1, a.start, a.leadingDimension, b.start,
      b.leadingDimension, accumulates ? 1 : 0, c.start, CInt(c.rowStride))
  }
}

extension Double: CBLASScalar {
  nonisolated(unsafe) static let ones = aligned(repeating: Double(1))

  static func asum(_ count: Int, _ x: UnsafePointer<Double>) -> Double {
    OpenBLASLibrary.functions.dasum(CInt(count), x, 1)
  }

  static func dot(
    _ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>
  ) -> Double {
    OpenBLASLibrary.functions.ddot(CInt(count), x, 1, y, 1)
  }

  static func scal(
    _ count: Int, _ factor: Double, _ x: UnsafeMutablePointer<Double>
  ) {
    OpenBLASLibrary.functions.dscal(CInt(count), factor, x, 1)
  }

  static func axpy(
    _ count: Int, _ factor: Double, _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) {
    OpenBLASLibrary.functions.daxpy(CInt(count), factor, x, 1, y, 1)
  }

  static func gemm(
    _ a: Matrix<Double>, _ b: Matrix<Double>, _ c: Matrix<Double>,
    _ accumulates: Bool
  ) {
    OpenBLASLibrary.functions.dgemm(
      CblasRowMajor, a.order, b.order, CInt(c.rows), CInt(c.columns),
      CInt(a.columns), 1, a.start, a.leadingDimension, b.start,
      b.leadingDimension, accumulates ? 1 : 0, c.start, CInt(c.rowStride))
  }
}
#endif
