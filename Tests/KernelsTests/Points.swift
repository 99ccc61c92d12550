/// Points to look at a function at, by their index.
struct Points<Scalar>: Sendable {
  let count: Int
  let point: @Sendable (_ index: Int) -> Scalar
}

extension Points<Float> {
  /// Every `step`th number from one to another of the same sign, and the last.
  static func range(
    from first: Float, through last: Float, by step: Int
  ) -> Points {
    let (first, last) = (Int(first.bitPattern), Int(last.bitPattern))
    return Points(count: (last - first + step - 1) / step + 1) { i in
      Float(bitPattern: UInt32(min(first + i * step, last)))
    }
  }

  /// Every `step`th NaN, the sign alternating.
  static func notNumbers(by step: Int) -> Points {
    Points(count: 2 * 0x7f_ffff / step) { i in
      let (payload, sign) = (i * step).quotientAndRemainder(dividingBy: 2)
      let infinity = sign == 0 ? Float.infinity : -.infinity
      return Float(bitPattern: infinity.bitPattern + UInt32(payload + 1))
    }
  }
}
