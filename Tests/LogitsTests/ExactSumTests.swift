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
    let (found, exact) = (sum(numbers).value, PlainSum(numbers).value)
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
    #expect(whole.value == PlainSum(numbers).value)
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
    func read(_ digits: [Int64], _ special: UInt64) throws -> ExactSum {
      let json = "{\"digits\":\(digits),\"special\":\(special)}"
      return try JSONDecoder().decode(ExactSum.self, from: Data(json.utf8))
    }
    let good = [Int64](repeating: 7, count: 68)
    func changed(_ index: Int, _ digit: Int64) -> [Int64] {
      var digits = good
      digits[index] = digit
      return digits
    }
    for digits in [
      [], Array(good.dropLast()), good + [0], changed(3, -1),
      changed(66, 1 << 32), changed(67, .max), changed(67, .min),
      changed(67, 1 << 61),
    ] {
      #expect(throws: DecodingError.self) { try read(digits, 0) }
    }
    // The other field holds only numbers that are not finite.
    for special in [1.0, -0.0, .leastNonzeroMagnitude] {
      #expect(throws: DecodingError.self) {
        try read(good, special.bitPattern)
      }
    }
    // The largest that is taken can be added many times.
    var sum = try read(changed(67, 0x1_0000), 0)
    for _ in 0..<20 { sum.add(sum) }
    #expect(sum.value == .infinity)
  }
}

/// A sum as two whole numbers of 2^−1074, bit by bit.
private struct PlainSum {
  private var positive = [UInt8](repeating: 0, count: 2200)
  private var negative = [UInt8](repeating: 0, count: 2200)

  init(_ numbers: [Double]) {
    for number in numbers {
      if number.sign == .plus {
        Self.add(number, to: &positive)
      } else {
        Self.add(-number, to: &negative)
      }
    }
  }

  private static func add(_ number: Double, to bits: inout [UInt8]) {
    var position = max(Int(number.exponentBitPattern), 1) - 1
    let implicit: UInt64 = number.isNormal ? 1 << 52 : 0
    var rest = number.significandBitPattern | implicit
    var carry: UInt8 = 0
    while rest > 0 || carry > 0 {
      let sum = bits[position] + UInt8(rest & 1) + carry
      bits[position] = sum & 1
      carry = sum >> 1
      rest >>= 1
      position += 1
    }
  }

  var value: Double {
    let isLess = positive.reversed().lexicographicallyPrecedes(
      negative.reversed())
    let (larger, smaller) =
      isLess ? (negative, positive) : (positive, negative)
    var bits = larger
    var borrow: Int8 = 0
    for i in bits.indices {
      let difference = Int8(larger[i]) - Int8(smaller[i]) - borrow
      bits[i] = UInt8(difference & 1)
      borrow = difference < 0 ? 1 : 0
    }
    guard let top = bits.lastIndex(of: 1) else { return 0 }
    let low = max(top - 52, 0)
    var significand = bits[low...top].reversed().reduce(UInt64(0)) {
      2 * $0 + UInt64($1)
    }
    if low > 0, bits[low - 1] == 1 {
      let isMore = bits[..<(low - 1)].contains(1)
      if isMore || significand % 2 == 1 { significand += 1 }
    }
    return Double(
      sign: isLess ? .minus : .plus, exponent: low - 1074,
      significand: Double(significand))
  }
}
