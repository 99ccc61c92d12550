/// A histogram of losses whose range is not known in advance.
///
/// Each octave has 128 bins, so a loss is known to 0.8 %.
package struct LossHistogram {
  // The bits of positive numbers have the order of the numbers, so the exponent
  // and the next seven bits are the index of a bin.
  private static let droppedBits = 52 - 7
  private static let smallest = 0x1p-24
  private static let firstBin = smallest.bitPattern >> droppedBits
  private static let lastBin = 0x1p24.bitPattern >> droppedBits

  /// The first bin has all losses below the range, the last all above it.
  private var counts = [Int](repeating: 0, count: Int(lastBin - firstBin) + 2)

  package private(set) var finite = 0
  package private(set) var infinite = 0
  package private(set) var notANumber = 0
  /// The largest finite loss, exactly.
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

  /// The middle of a bin; 0 for the first bin.
  private static func middle(_ index: Int) -> Double {
    guard index > 0 else { return 0 }
    let lower = (firstBin + UInt64(index) - 1) << droppedBits
    return Double(bitPattern: lower + 1 << (droppedBits - 1))
  }

  /// A quantile of the finite losses, to 0.4 %; NaN without any.
  package func quantile(_ level: Double) -> Double {
    guard finite > 0 else { return .nan }
    let wanted = max(1, Int((level * Double(finite)).rounded(.up)))
    var sum = 0
    for (index, count) in counts.enumerated() {
      sum += count
      if sum >= wanted { return min(Self.middle(index), largest) }
    }
    return largest
  }

  /// The counts of finite losses in the bins of an axis.
  ///
  /// - Returns: The count below the axis, one count per bin, and the count above
  ///   the axis.
  package func counts(on axis: LossAxis) -> [Int] {
    var result = [Int](repeating: 0, count: axis.bins + 2)
    for (index, count) in counts.enumerated() where count > 0 {
      let loss = min(Self.middle(index), largest)
      result[axis.bin(of: loss) + 1] += count
    }
    return result
  }
}
