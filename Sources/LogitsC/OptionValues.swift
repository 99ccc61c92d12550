import CLogits
import Logits

// What the numbers of options stand for.

extension Backend {
  init(code: Int32) throws(ArgumentError) {
    switch code {
    case 0: self = .automatic
    case 1: self = .swift
    case 2: self = .openBLAS
    default:
      throw .unknownValue("backend", code, ["automatic", "Swift", "OpenBLAS"])
    }
  }
}

extension InstructionSet {
  /// The instruction set; `nil` for the best.
  static func of(code: Int32) throws(ArgumentError) -> InstructionSet? {
    switch code {
    case 0: nil
    case 1: .portable
    case 2: .v3
    case 3: .v4
    case 4: .v4BFloat16
    default:
      throw .unknownValue(
        "instruction set", code,
        ["best"] + InstructionSet.allCases.map(\.rawValue))
    }
  }
}

extension NegativeInfinityRows {
  init(code: Int32) throws(ArgumentError) {
    switch code {
    case 0: self = .nan
    case 1: self = .zero
    default:
      throw .unknownValue("negative infinity rows", code, ["NaN", "zero"])
    }
  }
}

extension Reduction {
  /// The reduction; that of none is a sum.
  init(code: Int32) throws(ArgumentError) {
    switch code {
    case 0: self = .mean
    case 1, 2: self = .sum
    default: throw .unknownValue("reduction", code, ["mean", "sum", "none"])
    }
  }
}

extension EmptyMean {
  init(code: Int32) throws(ArgumentError) {
    switch code {
    case 0: self = .nan
    case 1: self = .zero
    case 2: self = .error
    default: throw .unknownValue("empty mean", code, ["NaN", "zero", "error"])
    }
  }
}

extension LossInput {
  init(code: Int32) throws(ArgumentError) {
    switch code {
    case 0: self = .logits
    case 1: self = .logProbabilities
    case 2: self = .probabilities
    default:
      throw .unknownValue(
        "input", code, ["logits", "log-probabilities", "probabilities"])
    }
  }
}

extension Divisor {
  init(code: Int32, _ value: Double) throws(ArgumentError) {
    switch code {
    case 0: self = .weights
    case 1: self = .samples
    case 2: self = .value(value)
    default:
      throw .unknownValue(
        "divisor kind", code, ["weights", "samples", "value"])
    }
  }
}
