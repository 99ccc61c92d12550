/// What becomes of a logit x before the softmax: z = c · tanh(x / c) / T.
///
/// Both numbers are from 1e-15 to 1e15, so that all that is made of them can be
/// held by a Float; only the softcap may also be infinite.
public struct LogitTransform: Hashable, Sendable {
  /// T, what logits are divided by.
  public let temperature: Double
  /// c, which bounds |x|; infinite for no bound.
  public let softcap: Double

  /// z = x.
  public static let identity = LogitTransform(
    temperature: 1, softcap: .infinity)

  /// A transform of numbers in their range.
  @inlinable @inline(__always)
  public init(temperature: Double, softcap: Double) {
    self.temperature = temperature
    self.softcap = softcap
  }

  /// Whether z is x.
  @inlinable @inline(__always)
  public var isIdentity: Bool { temperature == 1 && !hasSoftcap }

  /// Whether there is a bound.
  @inlinable @inline(__always)
  public var hasSoftcap: Bool { softcap < .infinity }
}
