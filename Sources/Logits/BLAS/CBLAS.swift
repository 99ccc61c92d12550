#if OpenBLAS
import COpenBLAS
import VectorPasses

/// The calls of CBLAS that the passes use, one name for both scalar types.
///
/// Counts are at most ``maximumCount``: OpenBLAS counts in 32 bits, adds Floats
/// in Float, and from 10,000 elements on wakes threads of its own, which would
/// make sums depend on their number.
protocol CBLASScalar: VectorScalar {
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
}

extension CBLASScalar {
  static var maximumCount: Int { 4096 }
}

extension Float: CBLASScalar {
  static func asum(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
    cblas_sasum(CInt(count), x, 1)
  }

  static func dot(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>
  ) -> Float {
    cblas_sdot(CInt(count), x, 1, y, 1)
  }

  static func scal(
    _ count: Int, _ factor: Float, _ x: UnsafeMutablePointer<Float>
  ) {
    cblas_sscal(CInt(count), factor, x, 1)
  }

  static func axpy(
    _ count: Int, _ factor: Float, _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    cblas_saxpy(CInt(count), factor, x, 1, y, 1)
  }
}

extension Double: CBLASScalar {
  static func asum(_ count: Int, _ x: UnsafePointer<Double>) -> Double {
    cblas_dasum(CInt(count), x, 1)
  }

  static func dot(
    _ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>
  ) -> Double {
    cblas_ddot(CInt(count), x, 1, y, 1)
  }

  static func scal(
    _ count: Int, _ factor: Double, _ x: UnsafeMutablePointer<Double>
  ) {
    cblas_dscal(CInt(count), factor, x, 1)
  }

  static func axpy(
    _ count: Int, _ factor: Double, _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) {
    cblas_daxpy(CInt(count), factor, x, 1, y, 1)
  }
}
#endif
