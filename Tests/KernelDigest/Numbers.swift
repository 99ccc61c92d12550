/// What the numbers of rows are like.
enum Kind: CaseIterable {
  case ordinary
  case wide
  /// NaN, infinities and the ends of the range among ordinary ones.
  case special

  var name: StaticString {
    switch self {
    case .ordinary: "ordinary"
    case .wide: "wide"
    case .special: "special"
    }
  }

  /// A number, from 64 random bits.
  func number(_ bits: UInt64) -> Double {
    let fraction = Double(Int64(bitPattern: bits)) * 0x1p-63
    switch self {
    case .ordinary: return fraction * 4
    case .wide: return fraction * 300
    case .special:
      switch bits & 63 {
      case 0: return .nan
      case 1: return .infinity
      case 2, 3: return -.infinity
      case 4: return -0.0
      case 5: return 3e38
      case 6: return -3e38
      case 7: return 1e-45
      default: return fraction * 30
      }
    }
  }
}
