import Foundation
import Logits
import TestSupport
import Testing

/// Sums against school arithmetic on bits, rounded once; in any order and
/// grouping the same.
@Suite struct ExactSumTests {
  /// Doubles of every exponent and sign, a few of them special.
  static func numbers(
    _ count: Int, exponents: ClosedRange<UInt64> = 0...2046, seed: UInt64 = 1
  ) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let exponent = UInt64.random(in: exponents, using: &generator)
      let bits = generator.next()
      return Double(
        bitPattern: bits & (1 << 63) | exponent << 52 | bits & (1 << 52 - 1))
    }
  }

  private func sum(_ numbers: some Sequence<Double>) -> ExactSum {
    numbers.reduce(into: ExactSum()) { $0.add($1) }
  }

  private func expectExact(_ numbers: [Double]) {
    let (found, exact) = (sum(numbers).value, BitSum(numbers).value)
    #expect(found == exact, "\(numbers.prefix(4))")
    let negated = sum(numbers.map { -$0 }).value
    #expect(negated == -exact, "\(numbers.prefix(4))")
  }

  @Test func randomNumbersOfAllExponents() {
    for seed in 1...200 as ClosedRange<UInt64> {
      for count in [1, 2, 3, 10, 100] {
        expectExact(Self.numbers(count, seed: seed))
        // Near each other, so that every addition rounds or cancels.
        let low = seed * 997 % 1900
        expectExact(Self.numbers(count, exponents: low...low + 70, seed: seed))
      }
      expectExact(Self.numbers(50, exponents: 0...2, seed: seed))
      expectExact(Self.numbers(50, exponents: 2040...2046, seed: seed))
    }
  }

  @Test func whatIsAddedAndTakenAwayLeavesNothing() {
    let numbers = Self.numbers(1000)
    var all = sum(numbers)
    for number in numbers.reversed() { all.add(-number) }
    #expect(all.value == 0)
    #expect(all.value.sign == .plus)
    #expect(all == ExactSum())
    all.add(-Double.leastNonzeroMagnitude)
    #expect(all.value == -Double.leastNonzeroMagnitude)
  }

  @Test func aSingleNumberIsItself() {
    for exponent in 0...2046 as ClosedRange<UInt64> {
      for fraction in [0, 1, 0x5_5555_5555_5555, (1 << 52) - 1] as [UInt64] {
        let number = Double(bitPattern: exponent << 52 | fraction)
        #expect(sum([number]).value == number)
        #expect(sum([-number]).value == -number)
      }
    }
  }

  @Test func tiesGoToTheEvenNumber() {
    let half = Double.ulpOfOne / 2
    let least = Double.leastNonzeroMagnitude
    #expect(sum([1, half]).value == 1)
    #expect(sum([1, half, least]).value == 1 + .ulpOfOne)
    #expect(sum([1, half, -least]).value == 1)
    #expect(sum([1 + .ulpOfOne, half]).value == 1 + 2 * .ulpOfOne)
    #expect(sum([1 + .ulpOfOne, half, -least]).value == 1 + .ulpOfOne)
    #expect(sum([-1, -half, -least]).value == -1 - .ulpOfOne)
    // A carry through all bits: up to the next power of two.
    #expect(sum([2 - .ulpOfOne, half]).value == 2)
    // Subnormal numbers do not round.
    #expect(sum([.leastNormalMagnitude, -least]).value.nextUp == 0x1p-1022)
  }

  @Test func theEndOfTheRange() {
    let largest = Double.greatestFiniteMagnitude
    #expect(sum([largest, largest]).value == .infinity)
    #expect(sum([-largest, -largest]).value == -.infinity)
    #expect(sum([largest, largest, -largest]).value == largest)
    // Half an ulp more is a tie, and the even number would be 2^1024.
    #expect(sum([largest, largest.ulp / 2]).value == .infinity)
    #expect(sum([largest, (largest.ulp / 2).nextDown]).value == largest)
    let many = sum([Double](repeating: largest, count: 5000))
    #expect(many.value == .infinity)
    var rest = many
    for _ in 0..<4999 { rest.add(-largest) }
    #expect(rest.value == largest)
  }

  @Test func neitherOrderNorGroupingShows() {
    var numbers = Self.numbers(100_000)
    let whole = sum(numbers)
    #expect(whole.value == BitSum(numbers).value)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3 {
      numbers.shuffle(using: &generator)
      #expect(sum(numbers) == whole)
      let parts = parts(of: numbers, upTo: 3000, &generator).map { sum($0) }
      let merged = mergedInAnyOrder(parts, &generator) { $0.add($1) }
      #expect(merged == whole)
      #expect(merged?.value.bitPattern == whole.value.bitPattern)
    }
  }

  @Test func infinitiesAndNaN() {
    #expect(sum([1, .infinity, -1e308]).value == .infinity)
    #expect(sum([-.infinity, 5]).value == -.infinity)
    let many: [[Double]] = [
      [.infinity, -.infinity], [-.infinity, .infinity], [.nan], [-.nan],
      [Double(nan: 77, signaling: false), 3, .infinity], [.signalingNaN],
    ]
    for numbers in many {
      let sum = sum(numbers)
      #expect(sum.value.bitPattern == Double.nan.bitPattern)
      #expect(sum == sum)
    }
    #expect(sum(many[0]) == sum(many[1]))
    #expect(sum([.infinity]) != sum([-.infinity]))
    #expect(sum([.infinity]) != ExactSum())
  }

  @Test func equalSumsAreOneElementOfASet() {
    let sums = [
      sum([3]), sum([1, 2]), sum([-1, 4]), sum([1e300, 3, -1e300]),
      sum([4, -0.5, -0.5]),
    ]
    #expect(Set(sums).count == 1)
    #expect(Set([sum([]), sum([0]), sum([-0.0]), sum([1, -1])]).count == 1)
    #expect(sum([1]) != sum([1, .leastNonzeroMagnitude]))
  }

  @Test func codedAndRead() throws {
    let cases: [[Double]] = [
      [], [0.1], [-0.1], [.greatestFiniteMagnitude, .greatestFiniteMagnitude],
      [.infinity], [.nan], [-1e300, .leastNonzeroMagnitude], Self.numbers(99),
    ]
    for numbers in cases {
      let sum = sum(numbers)
      let data = try JSONEncoder().encode(sum)
      #expect(try JSONDecoder().decode(ExactSum.self, from: data) == sum)
    }
  }

  @Test func corruptDataIsRefused() throws {
    func read(_ words: [Int64]) throws -> ExactSum {
      try JSONDecoder().decode(ExactSum.self, from: Data("\(words)".utf8))
    }
    // 68 digits, and counts of NaN, +∞ and −∞.
    let good = [Int64](repeating: 7, count: 68) + [0, 0, 0]
    func changed(_ index: Int, _ word: Int64) -> [Int64] {
      var words = good
      words[index] = word
      return words
    }
    for words in [
      [], Array(good.dropLast()), good + [0], changed(3, .max),
      changed(66, .min), changed(67, .max), changed(67, .min),
      changed(67, 1 << 61), changed(68, -1), changed(70, .max),
    ] {
      #expect(throws: DecodingError.self) { try read(words) }
    }
    // Digits may wait for their carries.
    var carried = changed(3, 0xffff_ffff)
    carried[4] -= 1
    #expect(try read(changed(3, -1)) == read(carried))
    // The largest that is taken can be added many times.
    var sum = try read(changed(67, 0x1_0000))
    for _ in 0..<20 { sum.add(sum) }
    #expect(sum.value == .infinity)
  }
}
