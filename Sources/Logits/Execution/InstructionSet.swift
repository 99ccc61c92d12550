import CProcessor

/// What the vector code may ask of the processor.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable,
  Comparable
{
  /// What every processor has that Swift runs on.
  case portable

  /// AVX2 and FMA: the level 3 of the x86-64 psABI.
  case v3 = "x86-64-v3"

  /// AVX-512 (F, BW, CD, DQ, VL): the level 4 of the x86-64 psABI.
  case v4 = "x86-64-v4"

  /// The instruction sets that this processor has, from the least to the most.
  public static let available: [InstructionSet] = {
    let level = processor_x86_64_level()
    return [.portable] + (level >= 3 ? [.v3] : []) + (level >= 4 ? [.v4] : [])
  }()

  /// Whether `b` has all that `a` has, and more.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
    a.level < b.level
  }

  private var level: Int {
    switch self {
    case .portable: 0
    case .v3: 3
    case .v4: 4
    }
  }
}
