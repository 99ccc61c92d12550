import KernelTypes
import KernelsAVX512
import KernelsAVX512BF16

/// The products of bfloat16, and conversions by the kernels of AVX-512.
enum BFloat16ProductKernels: BFloat16ProductTable {
  typealias Scalar = Float

  static func widen(_ rows: Tile<Float>, _ output: Tile<Float>) -> Tile<Float> {
    FloatKernels.widen(rows, output)
  }

  static func narrow(_ rows: Tile<Float>, _ output: Tile<Float>) {
    FloatKernels.narrow(rows, output)
  }

  static func multiply(
    _ a: Matrix<Float>, _ b: Matrix<Float>, _ addend: Addend<Float>,
    _ c: Matrix<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    BFloat16Product.multiply(a, b, addend, c, workspace)
  }

  static func multiply(
    _ a: Matrix<Float>, _ b: Matrix<UInt16>, _ addend: Addend<Float>,
    _ c: Matrix<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    BFloat16Product.multiply(a, b, addend, c, workspace)
  }

  static var workspaceCount: Int { BFloat16Product.workspaceCount }
}
