import CShims
import KernelTypes
import Kernels
import KernelsAVX2
import KernelsAVX512

/// The kernel tables, one for each instruction set.
enum TestTable: String, CaseIterable {
  case portable
  case avx2
  case avx512

  /// Those that this processor can run.
  static let available = allCases.filter { table in
    switch table {
    case .portable: true
    case .avx2: processor_x86_64_level() >= 3
    case .avx512: processor_x86_64_level() >= 4
    }
  }

  var float: any KernelTable<Float>.Type {
    switch self {
    case .portable: Kernels.FloatKernels.self
    case .avx2: KernelsAVX2.FloatKernels.self
    case .avx512: KernelsAVX512.FloatKernels.self
    }
  }

  var double: any KernelTable<Double>.Type {
    switch self {
    case .portable: Kernels.DoubleKernels.self
    case .avx2: KernelsAVX2.DoubleKernels.self
    case .avx512: KernelsAVX512.DoubleKernels.self
    }
  }
}
