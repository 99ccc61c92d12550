import Logits
import TestSupport

/// A sum of products in a wider type.
struct PlainSum<Wide: OracleScalar> {
  var value: Wide = 0
  /// Of the terms.
  var magnitude: Wide = 0
  var terms = 0

  mutating func add(_ term: Wide) {
    value += term
    magnitude += abs(term)
    terms += 1
  }

  /// How far it may be off: each term goes through all additions at most.
  func allowed(ulpOfOne: Wide) -> Wide {
    magnitude * Wide(terms + 1) * ulpOfOne / 2
  }
}

/// A layer, a batch and its outputs in a wider type.
struct LayerCase<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide
  typealias Sums = [PlainSum<Wide>]

  let shape: LinearShape
  let x: [Scalar]
  let weight: [Scalar]
  let bias: [Scalar]
  private(set) var outputs: Sums = []

  init(using generator: inout SeededGenerator) {
    shape = LinearShape(
      samples: generator.below(9),
      features: 1 + generator.below(generator.once(in: 20) ? 300 : 20),
      classes: generator.classes(upTo: 40))
    let width = generator.one(of: [0.1, 1, 3])
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar((2 * generator.fraction() - 1) * width) }
    }
    x = numbers(shape.samples * shape.features)
    weight = numbers(shape.classes * shape.features)
    bias = numbers(shape.classes)
    let d = shape.features
    for i in 0..<shape.samples {
      for c in 0..<shape.classes {
        var sum = PlainSum<Wide>()
        sum.add(Wide(bias[c]))
        for k in 0..<d { sum.add(Wide(x[i * d + k]) * Wide(weight[c * d + k])) }
        outputs.append(sum)
      }
    }
  }

  /// Of each output, how far it may be off.
  var outputErrors: [Wide] {
    outputs.map { $0.allowed(ulpOfOne: Wide(Scalar.ulpOfOne)) }
  }

  /// G W, Gᵀ X and the sums of the columns of G, for a G that may itself be off.
  func gradients(
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
