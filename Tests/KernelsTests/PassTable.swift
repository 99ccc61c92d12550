import CShims
import VectorPasses
import VectorPassesPortable

#if arch(x86_64)
import VectorPassesV3
import VectorPassesV4
#endif

/// The tables of the passes, one an instruction set.
enum PassTable: String, CaseIterable {
  case portable
  #if arch(x86_64)
  case v3
  case v4
  #endif

  /// Those that this processor can run.
  static let available = allCases.filter { table in
    switch table {
    case .portable: true
    #if arch(x86_64)
    case .v3: processor_x86_64_level() >= 3
    case .v4: processor_x86_64_level() >= 4
    #endif
    }
  }

  var floatPasses: RowPasses<Float> {
    switch self {
    case .portable: VectorPassesPortable.floatPasses()
    #if arch(x86_64)
    case .v3: VectorPassesV3.floatPasses()
    case .v4: VectorPassesV4.floatPasses()
    #endif
    }
  }

  var doublePasses: RowPasses<Double> {
    switch self {
    case .portable: VectorPassesPortable.doublePasses()
    #if arch(x86_64)
    case .v3: VectorPassesV3.doublePasses()
    case .v4: VectorPassesV4.doublePasses()
    #endif
    }
  }
}
