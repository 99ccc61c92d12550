/// A short row by itself, its classes in the lanes.
///
/// Where a group has few rows, most lanes of a transposed tile would be idle. The
/// terms of a sum are computed many at a time, but added in the order in which a
/// lane of the tile adds them: so a row's results do not depend on its neighbours.
struct ShortRow<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  let elements: UnsafePointer<Scalar>
  let classes: Int

  /// The most rows of a group for which that is faster.
  @inline(__always)
  static var few: Int { 3 }

  @inline(__always)
  func maximum() -> Scalar { RowKernels.maximum(elements, classes) }

  /// Σ exp(z(x) − z(m)) − 1, with room for twice as many elements.
  @inline(__always)
  func exponentialRest<Centered: CenteredLogits<Scalar>>(
    maximum m: Scalar, _ logits: Centered, _ room: UnsafeMutablePointer<Scalar>
  ) -> Double {
    let (fractions, powers) = (room, room + classes)
    let maxima = Vector(repeating: m)
    RowKernels.sweep(classes) { offset in
      let x = offset.load(elements)
      let (fraction, power) = Scalar.termFactors(
        logits.centered(x).replacing(
          with: Vector(repeating: -.infinity), where: x .== maxima))
      offset.store(fraction, to: fractions)
      offset.store(power, to: powers)
    } spill: {
    }
    return rest(maximum: m, isBounded: Centered.isBounded) {
      multiplyAdd(fractions[$1], powers[$1], $0)
    }
  }

  /// Stores exp(x − m), and returns the rest.
  @inline(__always)
  func storeExponentials(
    maximum m: Scalar, to output: UnsafeMutablePointer<Scalar>
  ) -> Double {
    RowKernels.store(classes, to: output) {
      Scalar.exponential($0.load(elements) - Vector(repeating: m))
    }
    return rest(maximum: m) { $0 + (elements[$1] == m ? 0 : output[$1]) }
  }

  /// The rest, with the largest elements counted apart as ``ExponentialRest``
  /// does.
  @inline(__always)
  private func rest(
    maximum m: Scalar, isBounded: Bool = false,
    _ adding: (_ sum: Scalar, _ index: Int) -> Scalar
  ) -> Double {
    var sum: Scalar = 0
    var count = -1
    for i in 0..<classes {
      sum = adding(sum, i)
      count += elements[i] == m ? 1 : 0
    }
    // 0, or ∞ − ∞.
    if !isBounded { sum += m - m }
    return Double(sum) + Double(count)
  }
}

extension RowOffset {
  @inline(__always)
  fileprivate func store(
    _ vector: Scalar.Vector, to row: UnsafeMutablePointer<Scalar>
  ) {
    if let tail {
      tail.store(vector, to: row)
    } else {
      vector.store(to: row + index)
    }
  }
}
