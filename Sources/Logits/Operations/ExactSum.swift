/// A sum of Doubles without any rounding, until it is asked for.
///
/// So it does not depend on the order of what is added, nor on how partial sums
/// are grouped. It is a number of some 2,200 bits, which has room for every
/// Double down to the last bit of the smallest.
///
/// Infinities and NaN are counted apart. With a NaN, or infinities of both signs,
/// the sum is NaN.
public struct ExactSum: Sendable {
  private var words = [Int64](repeating: 0, count: ExactSumWords.count)
  /// Numbers added since carries were taken.
  private var pending = 0

  /// A sum of nothing.
  public init() {}

  /// Adds a number.
  ///
  /// - Complexity: O(1); allocates nothing.
  public mutating func add(_ number: Double) {
    withWords { $0.add(number) }
    pending += 1
    if pending == ExactSumWords.additions { normalize() }
  }

  /// Adds another sum.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ other: ExactSum) {
    normalize()
    for (i, word) in other.normalized.enumerated() { words[i] &+= word }
    normalize()
  }

  /// The sum, rounded once, to the nearest Double; of two as near, the even one.
  ///
  /// A sum beyond the range of Double is infinite.
  ///
  /// - Complexity: O(1).
  public var value: Double {
    words.withUnsafeBufferPointer {
      ExactSumWords.value(of: $0.baseAddress.unsafelyUnwrapped)
    }
  }

  private mutating func withWords(_ body: (ExactSumWords) -> Void) {
    words.withUnsafeMutableBufferPointer {
      body(ExactSumWords($0.baseAddress.unsafelyUnwrapped))
    }
  }

  private mutating func normalize() {
    withWords { $0.normalize() }
    pending = 0
  }

  private var normalized: [Int64] {
    var sum = self
    sum.normalize()
    return sum.words
  }
}

extension ExactSum: Hashable {
  /// Whether two sums are the same number, made of as many NaN and infinities.
  public static func == (a: ExactSum, b: ExactSum) -> Bool {
    a.normalized == b.normalized
  }

  /// Hashes the number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(normalized)
  }
}

extension ExactSum: Codable {
  /// Reads what ``encode(to:)`` has written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    words = try container.decode([Int64].self)
    guard words.count == ExactSumWords.count,
      words.withUnsafeBufferPointer({
        ExactSumWords.arePossible($0.baseAddress.unsafelyUnwrapped)
      })
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no exact sum")
    }
    normalize()
  }

  /// Writes the digits, and the counts of what is not finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(normalized)
  }
}
