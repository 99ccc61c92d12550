import KernelTypes
import Kernels
import KernelsAVX2
import KernelsAVX512

/// The kernel tables of one scalar type, for the library's own use: one for each
/// backend and instruction set.
///
/// They are types; nothing of a table runs before it is called.
public struct _KernelTables<Scalar: LogitScalar>: Sendable {
  typealias Table = any KernelTable<Scalar>.Type

  // In the order of InstructionSet.kernelsIndex.
  fileprivate let swift: [Table]
  fileprivate let openBLAS: [Table]
  fileprivate let planes: [Table]
  fileprivate let halves: [Table]
  fileprivate let shortRows: [any ShortRowTable<Scalar>.Type]
  fileprivate let bfloat16Products: (any BFloat16ProductTable<Scalar>.Type)?

  /// The table for planes, for rows of halves where not only the logits are such
  /// rows, or for rows of this length.
  ///
  /// Short rows are left to Swift: a call of BLAS costs some 20 ns, as much as
  /// all that has to be done for such a row.
  func table(
    for execution: ResolvedExecution, _ shape: BatchShape, halves: Bool
  ) -> Table {
    if shape.positions != nil {
      return planes[execution.instructionSet.kernelsIndex]
    }
    // Double is not computed with halves: that is refused later.
    if halves, Scalar._type == .float {
      return self.halves[execution.instructionSet.kernelsIndex]
    }
    if Tile<Scalar>.isShort(shape.classes) {
      return swift[execution.instructionSet.kernelsIndex]
    }
    return table(for: execution)
  }

  /// The table for products of matrices of bfloat16; `nil` where they are
  /// multiplied as all others.
  func bfloat16Products(
    for instructionSet: InstructionSet
  ) -> (any BFloat16ProductTable<Scalar>.Type)? {
    instructionSet == .v4BFloat16 ? bfloat16Products : nil
  }

  func table(for execution: ResolvedExecution) -> Table {
    let tables = execution.backend == .openBLAS ? openBLAS : swift
    return tables[execution.instructionSet.kernelsIndex]
  }

  /// The table for a single short row; `nil` where the execution needs a closer
  /// look.
  @inline(__always)
  func shortRows(
    for execution: Execution
  ) -> (any ShortRowTable<Scalar>.Type)? {
    let best = ResolvedExecution.bestInstructionSet
    let instructionSet = execution.instructionSet ?? best
    guard execution.backend != .openBLAS, instructionSet <= best,
      execution.threads ?? 1 >= 1
    else { return nil }
    return shortRows[instructionSet.kernelsIndex]
  }
}

let floatKernelTables = _KernelTables<Float>(
  swift: [
    Kernels.FloatKernels.self, KernelsAVX2.FloatKernels.self,
    KernelsAVX512.FloatKernels.self,
  ], openBLAS: openBLASFloatTables,
  planes: [
    Kernels.FloatPlaneKernels.self, KernelsAVX2.FloatPlaneKernels.self,
    KernelsAVX512.FloatPlaneKernels.self,
  ],
  halves: [
    Kernels.FloatHalfKernels.self, KernelsAVX2.FloatHalfKernels.self,
    KernelsAVX512.FloatHalfKernels.self,
  ],
  shortRows: [
    Kernels.FloatShortRowKernels.self, KernelsAVX2.FloatShortRowKernels.self,
    KernelsAVX512.FloatShortRowKernels.self,
  ], bfloat16Products: BFloat16ProductKernels.self)

let doubleKernelTables = _KernelTables<Double>(
  swift: [
    Kernels.DoubleKernels.self, KernelsAVX2.DoubleKernels.self,
    KernelsAVX512.DoubleKernels.self,
  ], openBLAS: openBLASDoubleTables,
  planes: [
    Kernels.DoublePlaneKernels.self, KernelsAVX2.DoublePlaneKernels.self,
    KernelsAVX512.DoublePlaneKernels.self,
  ],
  // Halves are computed as Float.
  halves: [],
  shortRows: [
    Kernels.DoubleShortRowKernels.self, KernelsAVX2.DoubleShortRowKernels.self,
    KernelsAVX512.DoubleShortRowKernels.self,
  ], bfloat16Products: nil)
