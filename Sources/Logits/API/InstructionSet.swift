import CShims

/// The instructions that the vector code uses.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable,
  Comparable
{
  /// Those of every processor that Swift runs on.
  case portable

  /// AVX2 and FMA: the level 3 of the x86-64 psABI.
  case v3 = "x86-64-v3"

  /// AVX-512 (F, BW, CD, DQ, VL): the level 4 of the x86-64 psABI.
  case v4 = "x86-64-v4"

  /// The same, and AVX512-BF16, whose products a linear layer uses where all of
  /// it is bfloat16: they round gradients of logits to that type, too.
  case v4BFloat16 = "x86-64-v4-bf16"

  /// The instruction sets that this processor has, from the least to the most.
  public static let available: [InstructionSet] = {
    let level = processor_x86_64_level()
    return [.portable] + (level >= 3 ? [.v3] : []) + (level >= 4 ? [.v4] : [])
      + (level >= 4 && processor_has_bfloat16() ? [.v4BFloat16] : [])
  }()

  /// Whether `b` has all that `a` has, and more.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
    a.index < b.index
  }

  /// The place in all instruction sets, from the least to the most.
  var index: Int {
    switch self {
    case .portable: 0
    case .v3: 1
    case .v4: 2
    case .v4BFloat16: 3
    }
  }

  /// The place of its kernels for rows and planes.
  var kernelsIndex: Int { min(index, 2) }
}
