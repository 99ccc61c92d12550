// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// What becomes of a logit x before the softmax: z = c · tanh(x / c) / T.
///
/// Both numbers are from 1e-15 to 1e15, so that a Float holds all that is made
/// of them; only the softcap may also be infinite.
public struct LogitTransform: Hashable, Sendable {
  /// T, what logits are divided by.
  public let temperature: Double
  /// c, which bounds |x|; infinite for no bound.
  public let softcap: Double

  /// What temperature and softcap may be.
  @inlinable @inline(__always)
  public static var range: ClosedRange<Double> { 1e-15...1e15 }

  /// z = x.
  @inlinable @inline(__always)
  public static var identity: LogitTransform {
    LogitTransform(temperature: 1, softcap: .infinity)
  }

  @inlinable @inline(__always)
  public init(temperature: Double, softcap: Double) {
    self.temperature = temperature
    self.softcap = softcap
  }

  @inlinable @inline(__always)
  public var isIdentity: Bool { temperature == 1 && !hasSoftcap }

  @inlinable @inline(__always)
  public var hasSoftcap: Bool { softcap < .infinity }
}
