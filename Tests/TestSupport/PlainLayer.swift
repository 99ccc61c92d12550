import Logits

/// A sum of products in a wider type.
package struct PlainSum<Wide: OracleScalar> {
  package private(set) var value: Wide = 0
  /// Of the terms.
  private var magnitude: Wide = 0
  private var terms = 0
  /// Whether something was added to the sum of the others.
  private var isAddedTo = false

  package mutating func add(_ term: Wide) {
    value += term
    magnitude += abs(term)
    terms += 1
  }

  /// Adds a term to the sum of all others, which is rounded first.
  package mutating func addLast(_ term: Wide) {
    value += term
    isAddedTo = true
  }

  /// How far it may be off: each term goes through all additions at most, but the
  /// last one through its own.
  package func allowed(ulpOfOne: Wide) -> Wide {
    let ofSum = magnitude * Wide(terms + 1) * ulpOfOne / 2
    return isAddedTo ? ofSum + (abs(value) + ofSum) * ulpOfOne / 2 : ofSum
  }
}

/// A layer; its outputs and gradients are sums in a wider type.
package struct PlainLayer<Scalar: TestScalar> {
  package typealias Wide = Scalar.Wide
  package typealias Sums = [PlainSum<Wide>]

  package let shape: LinearShape
  package let x: [Scalar]
  package let weight: [Scalar]
  package let bias: [Scalar]

  package init(
    _ shape: LinearShape, x: [Scalar], weight: [Scalar], bias: [Scalar]
  ) {
    self.shape = shape
    self.x = x
    self.weight = weight
    self.bias = bias
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func outputs(biased: Bool = true) -> Sums {
    let d = shape.features
    var outputs: Sums = []
    for i in 0..<shape.samples {
      for c in 0..<shape.classes {
        var sum = PlainSum<Wide>()
        for k in 0..<d { sum.add(Wide(x[i * d + k]) * Wide(weight[c * d + k])) }
        if biased { sum.addLast(Wide(bias[c])) }
        outputs.append(sum)
      }
    }
    return outputs
  }

  /// G W, Gᵀ X and the sums of the columns of G, for a G that may itself be off.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(
    _ g: [Wide], errors: [Wide]
  ) -> [(name: String, sums: Sums, errors: [Wide])] {
    let (d, c) = (shape.features, shape.classes)
    var ofX = Sums(repeating: PlainSum(), count: x.count)
    var ofWeight = Sums(repeating: PlainSum(), count: weight.count)
    var ofBias = Sums(repeating: PlainSum(), count: c)
    var errorsOfX = [Wide](repeating: 0, count: x.count)
    var errorsOfWeight = [Wide](repeating: 0, count: weight.count)
    var errorsOfBias = [Wide](repeating: 0, count: c)
    for i in 0..<shape.samples {
      for j in 0..<c {
        let (slope, error) = (g[i * c + j], errors[i * c + j])
        ofBias[j].add(slope)
        errorsOfBias[j] += error
        for k in 0..<d {
          let (xk, wk) = (Wide(x[i * d + k]), Wide(weight[j * d + k]))
          ofX[i * d + k].add(slope * wk)
          errorsOfX[i * d + k] += error * abs(wk)
          ofWeight[j * d + k].add(slope * xk)
          errorsOfWeight[j * d + k] += error * abs(xk)
        }
      }
    }
    return [
      ("features", ofX, errorsOfX), ("weight", ofWeight, errorsOfWeight),
      ("bias", ofBias, errorsOfBias),
    ]
  }
}
