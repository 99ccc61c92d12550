import Logits

extension Execution {
  /// Every table of kernels that this build and processor can run.
  package static let tables = productTables.filter {
    $0.instructionSet != .v4BFloat16
  }

  /// The same, and those that differ in products alone.
  package static let productTables = Backend.available.flatMap { backend in
    InstructionSet.available.map {
      Execution(backend: backend, instructionSet: $0, threads: 1)
    }
  }

  /// Each of them with each layout of the rows.
  package static let tablesAndLayouts = tables.flatMap { table in
    Shapes.layouts.map { (table, $0) }
  }
}

/// Shapes that are awkward for vectors of 2 to 16 lanes and for blocks.
package enum Shapes {
  package static let samples = [0, 1, 2, 3]
  package static let classes = [
    1, 2, 3, 7, 15, 16, 17, 49, 100, 128, 129, 1000, 2049, 32000,
  ]

  /// A batch long enough for several tiles and blocks, for some lengths.
  package static let all: [(samples: Int, classes: Int)] =
    samples.flatMap { s in classes.map { (s, $0) } }
    + [(33, 7), (70, 17), (500, 3), (5000, 2), (3000, 1), (37, 1000)]

  /// Gaps between the rows, and the elements before the first.
  package static let layouts: [(gap: Int, offset: Int)] =
    [(0, 0), (0, 1), (3, 0), (5, 3)]
}

/// The types that class indices may have.
package enum ClassIndices {
  package static let types: [any ClassIndex.Type] = [
    Int.self, Int8.self, Int16.self, Int32.self, Int64.self,
    UInt.self, UInt8.self, UInt16.self, UInt32.self, UInt64.self,
  ]
}

/// The types that logits may have.
package enum LogitTypes {
  package static let all: [any TestLogit.Type] = {
    var types: [any TestLogit.Type] = [Double.self, Float.self, BFloat16.self]
    #if !(os(macOS) && arch(x86_64))
    types.append(Float16.self)
    #endif
    return types
  }()
}
