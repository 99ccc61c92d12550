/// What becomes of a logit x before the softmax: z = c · tanh(x / c) / T.
///
/// Both numbers are from 1e-15 to 1e15, so that a Float holds all that is made
/// of them; only the softcap may also be infinite.
package struct LogitTransform: Hashable, Sendable {
  /// T, what logits are divided by.
  package let temperature: Double
  /// c, which bounds |x|; infinite for no bound.
  package let softcap: Double

  /// z = x.
  @inlinable @inline(__always)
  package static var identity: LogitTransform {
    LogitTransform(temperature: 1, softcap: .infinity)
  }

  @inlinable @inline(__always)
  package init(temperature: Double, softcap: Double) {
    self.temperature = temperature
    self.softcap = softcap
  }

  @inlinable @inline(__always)
  package var isIdentity: Bool { temperature == 1 && !hasSoftcap }

  @inlinable @inline(__always)
  package var hasSoftcap: Bool { softcap < .infinity }
}
