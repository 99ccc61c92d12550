import Logits

/// A type of logits under test.
package protocol TestLogit: StoredLogit where Scalar: TestScalar {
  init(nearest number: Scalar)

  /// The number as it is computed with.
  var scalar: Scalar { get }
}

extension Float: TestLogit {
  package init(nearest number: Float) { self = number }
  package var scalar: Float { self }
}

extension Double: TestLogit {
  package init(nearest number: Double) { self = number }
  package var scalar: Double { self }
}

extension BFloat16: TestLogit {
  package init(nearest number: Float) { self.init(number) }
  package var scalar: Float { Float(self) }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: TestLogit {
  package init(nearest number: Float) { self = Float16(number) }
  package var scalar: Float { Float(self) }
}
#endif
