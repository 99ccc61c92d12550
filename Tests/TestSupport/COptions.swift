import CLogits
import Logits

extension logits_options {
  /// What Swift calls an execution.
  package mutating func set(_ execution: Execution) {
    threads = Int32(execution.threads ?? 0)
    backend =
      switch execution.backend {
      case .automatic: 0
      case .swift: 1
      case .openBLAS: 2
      }
    instruction_set =
      switch execution.instructionSet {
      case nil: 0
      case .portable: 1
      case .v3: 2
      case .v4: 3
      case .v4BFloat16: 4
      }
  }

  /// The options of a loss but its class weights; the input is that of a call.
  package mutating func set(_ criterion: CrossEntropy) {
    negative_infinity_rows = criterion.negativeInfinityRows == .zero ? 1 : 0
    temperature = criterion.temperature
    softcap = criterion.softcap
    label_smoothing = criterion.labelSmoothing
    z_loss = criterion.zLoss
    reduction = criterion.reduction == .mean ? 0 : 1
    empty_mean =
      switch criterion.emptyMean {
      case .nan: 0
      case .zero: 1
      case .error: 2
      }
    has_ignore_index = criterion.ignoreIndex == nil ? 0 : 1
    ignore_index = Int64(criterion.ignoreIndex ?? 0)
    checks_target_sums = criterion.targetSumTolerance == nil ? 0 : 1
    target_sum_tolerance = criterion.targetSumTolerance ?? 0
  }

  package mutating func set(_ divisor: Divisor) {
    switch divisor {
    case .weights: divisor_kind = 0
    case .samples: divisor_kind = 1
    case .value(let value):
      divisor_kind = 2
      self.divisor = value
    }
  }
}
