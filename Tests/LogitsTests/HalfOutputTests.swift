import Logits
import TestSupport
import Testing

/// Results stored in half precision are those of Floats, rounded once; halves are
/// read wherever Floats are.
@Suite struct HalfOutputTests {
  typealias Case = (samples: Int, classes: Int, positions: Int)

  /// Rows that are short, long, and in several segments; planes in groups that
  /// are whole or not.
  static let cases: [Case] =
    [1, 2, 3, 15, 16, 17, 48, 49, 100, 128, 129, 1000, 2048, 2049, 6149].map {
      (5, $0, 1)
    } + [(70, 10, 1), (19, 33, 1), (0, 3, 1)]
    + [(6, 3, 2), (21, 49, 7), (64, 21, 64), (100, 130, 50), (34, 1000, 17)]
    + [(22, 2060, 11)]

  @Test(arguments: Execution.tables, cases)
  func bfloat16(_ table: Execution, _ shape: Case) throws {
    try check(BFloat16.self, shape, table)
  }

  #if !(os(macOS) && arch(x86_64))
  @Test(arguments: Execution.tables, cases)
  func float16(_ table: Execution, _ shape: Case) throws {
    try check(Float16.self, shape, table)
  }
  #endif

  private func check<Half: RoundedHalf>(
    _: Half.Type, _ shape: Case, _ table: Execution
  ) throws {
    for call in HalfCalls<Half>.all {
      for inPlace in [false, true] {
        let calls = try HalfCalls<Half>(shape, inPlace: inPlace)
        let found = try calls.found(call, table)
        let expected = try calls.expected(call, table)
        let bounds = Bounds<Float>(
          classes: shape.classes, spread: 20, backend: .swift)
        // Sums may be taken in another order than those of Floats.
        let tolerance =
          4 * Float(bounds.loss(targetSum: Double(shape.classes)))
          * Float.ulpOfOne
        let differences = zip(found, expected).enumerated().compactMap {
          i, pair -> String? in
          let (half, float) = pair
          if float.isNaN && half.scalar.isNaN { return nil }
          let off = tolerance * max(abs(float), calls.scale(call))
          let isRounded =
            Half.rounded(float - off) <= half.scalar
            && half.scalar <= Half.rounded(float + off)
          return isRounded ? nil : "[\(i)]: \(half) of \(float)"
        }
        #expect(
          differences.isEmpty,
          "\(call), \(shape), in place \(inPlace): \(differences.prefix(3))")
      }
    }
  }

  /// Of rows as short as a group, sums are those of Floats, bit for bit: so the
  /// results are exactly theirs, rounded.
  @Test(arguments: Execution.tables, [1, 2, 10, 33, 100, 128])
  func exactlyRounded(_ table: Execution, _ classes: Int) throws {
    func check<Half: RoundedHalf>(_: Half.Type) throws {
      for call in [HalfCalls<Half>.Call.softmax, .logSoftmax, .gradient] {
        let calls = try HalfCalls<Half>((37, classes, 1), inPlace: true)
        #expect(
          try calls.found(call, table).map(\.scalar)
            == calls.expected(call, table).map(Half.rounded))
      }
    }
    try check(BFloat16.self)
    #if !(os(macOS) && arch(x86_64))
    try check(Float16.self)
    #endif
  }
}
