import VectorPasses
import VectorPassesPortable

#if arch(x86_64)
import VectorPassesV3
import VectorPassesV4
#endif

/// The passes over rows of one scalar type, for the library's own use.
///
/// There is a table of them for each backend and instruction set.
public struct PassTables<Scalar: LogitScalar>: @unchecked Sendable {
  // Tables live as long as the process: a call hands on an address, and
  // counts no references.
  private let swift: [UnsafePointer<RowPasses<Scalar>>]
  private let openBLAS: [UnsafePointer<RowPasses<Scalar>>]

  fileprivate init(swift: [RowPasses<Scalar>], openBLAS: [RowPasses<Scalar>]) {
    self.swift = swift.map(immortal)
    self.openBLAS = openBLAS.map(immortal)
  }

  /// The table for rows of this length and an execution whose choices have been
  /// made.
  ///
  /// Short rows are left to Swift: a call of BLAS costs some 20 ns, as much as
  /// all that has to be done for such a row.
  func table(
    for resolved: Execution, classes: Int
  ) -> UnsafePointer<RowPasses<Scalar>> {
    var resolved = resolved
    if RowTile<Scalar>.isShort(classes) { resolved.backend = .swift }
    return table(for: resolved)
  }

  /// The table for an execution whose choices have been made.
  func table(for resolved: Execution) -> UnsafePointer<RowPasses<Scalar>> {
    let set = InstructionSet.available.firstIndex {
      $0 == resolved.instructionSet
    }
    return (resolved.backend == .openBLAS ? openBLAS : swift)[set ?? 0]
  }
}

private func immortal<Value>(_ value: Value) -> UnsafePointer<Value> {
  let place = UnsafeMutablePointer<Value>.allocate(capacity: 1)
  place.initialize(to: value)
  return UnsafePointer(place)
}

let floatTables = PassTables(
  swift: floatPasses, openBLAS: openBLASPasses(over: floatPasses))

let doubleTables = PassTables(
  swift: doublePasses, openBLAS: openBLASPasses(over: doublePasses))

// Only the sets that the processor has are asked for: the code that makes a
// table is itself compiled for its instruction set.
private let floatPasses = InstructionSet.available.map { set in
  switch set {
  #if arch(x86_64)
  case .v3: VectorPassesV3.floatPasses()
  case .v4: VectorPassesV4.floatPasses()
  #endif
  default: VectorPassesPortable.floatPasses()
  }
}

private let doublePasses = InstructionSet.available.map { set in
  switch set {
  #if arch(x86_64)
  case .v3: VectorPassesV3.doublePasses()
  case .v4: VectorPassesV4.doublePasses()
  #endif
  default: VectorPassesPortable.doublePasses()
  }
}
