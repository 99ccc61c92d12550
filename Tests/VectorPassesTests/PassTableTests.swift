import CProcessor
import Foundation
import Testing
import VectorPasses
import VectorPassesPortable

#if arch(x86_64)
import VectorPassesV3
import VectorPassesV4
#endif

/// exp and log in ulps, through the tables of every instruction set that this
/// processor has.
@Suite struct PassTableTests {
  enum Set: CaseIterable {
    case portable
    #if arch(x86_64)
    case v3
    case v4
    #endif

    static let available = allCases.filter { set in
      switch set {
      case .portable: true
      #if arch(x86_64)
      case .v3: processor_x86_64_level() >= 3
      case .v4: processor_x86_64_level() >= 4
      #endif
      }
    }

    var floatPasses: RowPasses<Float> {
      switch self {
      case .portable: VectorPassesPortable.floatPasses()
      #if arch(x86_64)
      case .v3: VectorPassesV3.floatPasses()
      case .v4: VectorPassesV4.floatPasses()
      #endif
      }
    }

    var doublePasses: RowPasses<Double> {
      switch self {
      case .portable: VectorPassesPortable.doublePasses()
      #if arch(x86_64)
      case .v3: VectorPassesV3.doublePasses()
      case .v4: VectorPassesV4.doublePasses()
      #endif
      }
    }
  }

  /// exp of each element, as a row: its maximum is said to be 0.
  private func exponentials<Scalar: VectorScalar>(
    _ x: [Scalar], _ passes: RowPasses<Scalar>
  ) -> [Scalar] {
    var maximum = 0.0
    return Array(unsafeUninitializedCapacity: x.count) { output, count in
      x.withUnsafeBufferPointer { x in
        guard let from = x.baseAddress, let to = output.baseAddress else {
          return
        }
        passes.storeExponentials(
          RowTile(start: from, rowStride: 0, rows: 1, classes: x.count),
          &maximum,
          MutableRowTile(start: to, rowStride: 0, rows: 1, classes: x.count))
      }
      count = x.count
    }
  }

  /// Every 4,001st Float from −0 to −87.33: some 280,000 of them.
  @Test(arguments: Set.available)
  func floatExponential(_ set: Set) {
    let last = Float(-87.33).bitPattern
    let x = stride(from: Float(-0.0).bitPattern, through: last, by: 4001)
      .map(Float.init(bitPattern:))
    var worst = 0.0
    for (x, result) in zip(x, exponentials(x, set.floatPasses)) {
      let exact = Foundation.exp(Double(x))
      worst = max(
        worst, abs(Double(result) - exact) / Double(Float(exact).ulp))
    }
    #expect(worst <= 1)
  }

  #if arch(x86_64)
  /// 200,000 Doubles, stratified over the range.
  @Test(arguments: Set.available)
  func doubleExponential(_ set: Set) {
    let count = 200_000
    let x = (0..<count).map { i in
      -708.39 * (Double(i) + 0.618_033_988_749_895) / Double(count)
    }
    var worst: Float80 = 0
    for (x, result) in zip(x, exponentials(x, set.doublePasses)) {
      let exact = Foundation.exp(Float80(x))
      worst = max(
        worst, abs(Float80(result) - exact) / Float80(Double(exact).ulp))
    }
    #expect(worst <= 1)
  }

  /// The logarithm over all exponents, subnormals included, and around 1.
  @Test(arguments: Set.available)
  func logarithm(_ set: Set) {
    let everywhere = (1...200_000).map { i in
      Double(bitPattern: UInt64(i) * 46_000_000_000_007)
    }
    let aroundOne = (-50_000...50_000).map { 1 + Double($0) * 1e-5 }
    let x = (everywhere + aroundOne).filter { $0 > 0 && $0.isFinite }
    #expect(x.count > 290_000)
    var worst: Float80 = 0
    for start in stride(from: 0, to: x.count - 8, by: 8) {
      var values = Array(x[start..<start + 8])
      set.doublePasses.logarithms(&values, 8)
      for (x, result) in zip(x[start...], values) {
        let exact = Foundation.log(Float80(x))
        let ulp = Float80(Double(exact).ulp)
        worst = max(worst, abs(Float80(result) - exact) / ulp)
      }
    }
    #expect(worst <= 1)
  }
  #endif

  @Test(arguments: Set.available)
  func endsOfTheRanges(_ set: Set) {
    let floats = exponentials(
      [
        0, -0.0, -87.34, -1e4, -Float.greatestFiniteMagnitude, -.infinity, .nan,
      ],
      set.floatPasses)
    #expect(floats.prefix(6) == [1, 1, 0, 0, 0, 0])
    #expect(floats[6].isNaN)
    let doubles = exponentials(
      [
        0, -0.0, -708.4, -1e4, -Double.greatestFiniteMagnitude, -.infinity,
        .nan,
      ], set.doublePasses)
    #expect(doubles.prefix(6) == [1, 1, 0, 0, 0, 0])
    #expect(doubles[6].isNaN)
    var values = [
      0, -0.0, 1, .infinity, -1, -.infinity, .nan, .leastNonzeroMagnitude,
    ]
    set.doublePasses.logarithms(&values, 8)
    #expect(values.prefix(4) == [-.infinity, -.infinity, 0, .infinity])
    #expect(values[4...6].allSatisfy { $0.isNaN })
    #expect(values[7] == Foundation.log(Double.leastNonzeroMagnitude))
  }
}
