import KernelTypes
import Kernels
import KernelsAVX2
import KernelsAVX512

// A type for each table that OpenBLAS stands on, so that the kernels are
// specialised; in the order of InstructionSet.

#if OpenBLAS
let openBLASFloatTables: [any KernelTable<Float>.Type] = [
  OpenBLASFloat.self, OpenBLASFloatAVX2.self, OpenBLASFloatAVX512.self,
]

let openBLASDoubleTables: [any KernelTable<Double>.Type] = [
  OpenBLASDouble.self, OpenBLASDoubleAVX2.self, OpenBLASDoubleAVX512.self,
]

private enum OpenBLASFloat: OpenBLASKernels {
  typealias Base = Kernels.FloatKernels
}
private enum OpenBLASFloatAVX2: OpenBLASKernels {
  typealias Base = KernelsAVX2.FloatKernels
}
private enum OpenBLASFloatAVX512: OpenBLASKernels {
  typealias Base = KernelsAVX512.FloatKernels
}

private enum OpenBLASDouble: OpenBLASKernels {
  typealias Base = Kernels.DoubleKernels
}
private enum OpenBLASDoubleAVX2: OpenBLASKernels {
  typealias Base = KernelsAVX2.DoubleKernels
}
private enum OpenBLASDoubleAVX512: OpenBLASKernels {
  typealias Base = KernelsAVX512.DoubleKernels
}
#else
let openBLASFloatTables: [any KernelTable<Float>.Type] = []
let openBLASDoubleTables: [any KernelTable<Double>.Type] = []
#endif
