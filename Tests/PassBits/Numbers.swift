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

/// Random bits: SplitMix64, as Steele, Lea and Flood have it (2014).
struct Bits {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
