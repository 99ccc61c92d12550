import Logits

/// A type of logits under test.
package protocol TestLogit: StoredLogit where Scalar: TestScalar {
  init(nearest number: Scalar)

  /// The number as it is computed with.
  var scalar: Scalar { get }

  /// What a result is off by at most when it is narrowed to this type: half of
  /// the last bit, of a number; 0 for what is computed with.
  static var narrowing: Double { get }
}

extension Float: TestLogit {
  package init(nearest number: Float) { self = number }
  package var scalar: Float { self }
  package static var narrowing: Double { 0 }
}

extension Double: TestLogit {
  package init(nearest number: Double) { self = number }
  package var scalar: Double { self }
  package static var narrowing: Double { 0 }
}

extension BFloat16: TestLogit {
  package init(nearest number: Float) { self.init(number) }
  package var scalar: Float { Float(self) }
  package static var narrowing: Double { 0x1p-8 }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: TestLogit {
  package init(nearest number: Float) { self = Float16(number) }
  package var scalar: Float { Float(self) }
  package static var narrowing: Double { 0x1p-11 }
}
#endif
