import Logits

/// What operations are given: logits, and rows of probabilities beside them.
struct Case<Scalar: SubnormalScalar>: Sendable {
  let name: String
  let logits: [Scalar]
  let probabilities: [Scalar]
}

/// An operation on rows, and the cases that are hard on it.
struct Operation<Scalar: SubnormalScalar> {
  let name: String
  let cases: [Case<Scalar>]
  let run: (Case<Scalar>, inout [Scalar]) throws -> Void
}

protocol SubnormalScalar: LogitScalar, BinaryFloatingPoint
where RawSignificand: FixedWidthInteger {
  /// exp of these is below the normal numbers, or nearly so.
  static var lowExponents: ClosedRange<Self> { get }
}

extension Float: SubnormalScalar {
  static let lowExponents: ClosedRange<Float> = -104 ... -87
}

extension Double: SubnormalScalar {
  static let lowExponents: ClosedRange<Double> = -745 ... -708
}

/// A batch in its ordinary form and in those with subnormal numbers.
struct Cases<Scalar: SubnormalScalar> {
  let ordinary: Case<Scalar>
  /// Logits that are subnormal themselves.
  let logits: Case<Scalar>
  /// A logit of 0, and others whose powers are subnormal.
  let powers: Case<Scalar>
  /// A probability of 1, and subnormal ones.
  let probabilities: Case<Scalar>

  init(_ shape: Shape) throws {
    let count = shape.samples * shape.classes
    let tiny = Scalar.leastNormalMagnitude
    /// The first of each row, and random others.
    func rows(
      _ first: Scalar?, _ range: ClosedRange<Scalar>, times scale: Scalar = 1
    ) -> [Scalar] {
      (0..<count).map { i in
        let number = scale * Scalar.random(in: range)
        return i % shape.classes == 0 ? first ?? number : number
      }
    }
    let x = rows(nil, -4...4)
    let p = try softmax(x, shape.layout)
    ordinary = Case(name: "ordinary", logits: x, probabilities: p)
    logits = Case(
      name: "logits", logits: rows(nil, -1...1, times: tiny), probabilities: p)
    powers = Case(
      name: "powers", logits: rows(0, Scalar.lowExponents), probabilities: p)
    probabilities = Case(
      name: "probabilities", logits: x,
      probabilities: rows(1, 0...1, times: tiny))
  }
}
