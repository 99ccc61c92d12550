/// Counts of losses whose range nobody knows beforehand.
///
/// The bins are fine: each octave is cut in 128, so a loss is known to 0.8 %.
package struct LossHistogram {
  // A positive number's bits grow with it: their upper part, the exponent and
  // seven bits more, counts such bins.
  private static let droppedBits = 52 - 7
  private static let smallest = 0x1p-24
  private static let firstBin = smallest.bitPattern >> droppedBits
  private static let lastBin = 0x1p24.bitPattern >> droppedBits

  /// The first holds all below the grid, zeros above all; the last all beyond.
  private var counts = [Int](repeating: 0, count: Int(lastBin - firstBin) + 2)

  /// How many losses are numbers, without the infinite.
  package private(set) var finite = 0
  package private(set) var infinite = 0
  package private(set) var notANumber = 0
  /// The largest loss that is finite, unrounded.
  package private(set) var largest = 0.0

  package init() {}

  package mutating func add(_ loss: Double) {
    guard loss < .infinity else {
      if loss.isNaN { notANumber += 1 } else { infinite += 1 }
      return
    }
    finite += 1
    largest = max(largest, loss)
    counts[Self.index(of: loss)] += 1
  }

  private static func index(of loss: Double) -> Int {
    guard loss >= smallest else { return 0 }
    let bin = min(loss.bitPattern >> droppedBits, lastBin)
    return Int(bin - firstBin) + 1
  }

  /// The middle of a bin; 0 for the first.
  private static func middle(_ index: Int) -> Double {
    guard index > 0 else { return 0 }
    let lower = (firstBin + UInt64(index) - 1) << droppedBits
    return Double(bitPattern: lower + 1 << (droppedBits - 1))
  }

  /// The loss that a part of the finite losses does not exceed, to 0.4 %.
  ///
  /// NaN where there is none.
  package func quantile(_ part: Double) -> Double {
    guard finite > 0 else { return .nan }
    let wanted = max(1, Int((part * Double(finite)).rounded(.up)))
    var sum = 0
    for (index, count) in counts.enumerated() {
      sum += count
      if sum >= wanted { return min(Self.middle(index), largest) }
    }
    return largest
  }

  /// Counts the finite losses anew, in bins as wide as each other on an axis of
  /// powers of ten.
  ///
  /// - Returns: First what is less than the axis, last what is more, and
  ///   between them a count a bin.
  package func counts(on axis: LossAxis) -> [Int] {
    var result = [Int](repeating: 0, count: axis.bins + 2)
    for (index, count) in counts.enumerated() where count > 0 {
      let loss = min(Self.middle(index), largest)
      result[axis.bin(of: loss) + 1] += count
    }
    return result
  }
}
