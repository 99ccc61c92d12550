import CShims
import KernelTypes
import Kernels
import KernelsAVX2
import KernelsAVX512

/// The kernel tables of an instruction set.
struct TestTable: CustomStringConvertible, Sendable {
  let description: String
  private let level: Int
  let float: any KernelTable<Float>.Type
  let double: any KernelTable<Double>.Type

  /// Those that this processor can run.
  static let available = [
    TestTable(
      description: "portable", level: 0, float: Kernels.FloatKernels.self,
      double: Kernels.DoubleKernels.self),
    TestTable(
      description: "AVX2", level: 3, float: KernelsAVX2.FloatKernels.self,
      double: KernelsAVX2.DoubleKernels.self),
    TestTable(
      description: "AVX-512", level: 4, float: KernelsAVX512.FloatKernels.self,
      double: KernelsAVX512.DoubleKernels.self),
  ].filter { $0.level <= processor_x86_64_level() }
}
