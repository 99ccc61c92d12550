import Foundation
import Logits

/// A scalar type under test, and the wider type that an oracle computes in.
package protocol TestScalar: LogitScalar, TestLogit
where RawSignificand: FixedWidthInteger {
  associatedtype Wide: OracleScalar

  /// Logits whose powers overflow unless the maximum is subtracted.
  static var overflowing: ClosedRange<Self> { get }

  init(_ wide: Wide)
}

/// A type with the functions of the textbook formulas.
package protocol OracleScalar: BinaryFloatingPoint {
  static func exp(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  static func log1p(_ x: Self) -> Self
}

extension OracleScalar {
  package static func tanh(_ a: Self) -> Self {
    let power = exp(-2 * abs(a))
    let size = (1 - power) / (1 + power)
    return a < 0 ? -size : size
  }
}

extension Float: TestScalar {
  package typealias Wide = Double
  package static var overflowing: ClosedRange<Float> { 90...100 }
}

extension Double: OracleScalar {
  package static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  package static func log(_ x: Double) -> Double { Foundation.log(x) }
  package static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
}

#if arch(x86_64)
extension Double: TestScalar {
  package typealias Wide = Float80
  package static var overflowing: ClosedRange<Double> { 710...720 }
}

extension Float80: OracleScalar {
  package static func exp(_ x: Float80) -> Float80 { Foundation.exp(x) }
  package static func log(_ x: Float80) -> Float80 { Foundation.log(x) }
  package static func log1p(_ x: Float80) -> Float80 { Foundation.log1p(x) }
}
#else
// There is no wider type: the bounds leave room for the oracle's own ulp.
extension Double: TestScalar {
  package typealias Wide = Double
  package static var overflowing: ClosedRange<Double> { 710...720 }
}
#endif
