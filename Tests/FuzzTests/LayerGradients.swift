import Logits
import TestSupport

/// A look at the gradients of a layer, written by a call or added to what was
/// there.
struct LayerGradients<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  let layer: LayerCase<Scalar>
  let accumulates: Bool
  /// What was there before.
  private static var start: Scalar { 0.75 }

  private var before: ([Scalar], [Scalar], [Scalar]) {
    func before(_ count: Int) -> [Scalar] {
      Array(repeating: Self.start, count: count)
    }
    return (
      before(layer.x.count), before(layer.weight.count),
      before(layer.bias.count)
    )
  }

  /// What is wrong with those of the layer for a gradient of its outputs.
  func failure(upstream: [Scalar], _ table: Execution) throws -> String? {
    var (ofX, ofWeight, ofBias) = before
    try linearGradient(
      layer.x, .rows(of: layer.shape.features), weight: layer.weight,
      upstream: upstream, featureGradient: &ofX, weightGradient: &ofWeight,
      biasGradient: &ofBias, accumulates: accumulates, execution: table)
    return difference(
      [ofX, ofWeight, ofBias], upstream.map { Wide($0) },
      errors: upstream.map { _ in 0 })
  }

  /// What is wrong with those of the losses, and with the losses.
  func failure(
    _ targets: [Int], _ options: CrossEntropy, memory: Int, _ table: Execution
  ) throws -> String? {
    let (n, classes) = (layer.shape.samples, layer.shape.classes)
    var losses = [Scalar](repeating: 7, count: n)
    var (ofX, ofWeight, ofBias) = before
    try options.linearLosses(
      layer.x, .rows(of: layer.shape.features), weight: layer.weight,
      bias: layer.bias, targets: targets, into: &losses, featureGradient: &ofX,
      weightGradient: &ofWeight, biasGradient: &ofBias,
      accumulates: accumulates, workspace: LinearWorkspace(memory: memory),
      execution: table)
    let outputErrors = layer.outputErrors
    var (g, errors): ([Wide], [Wide]) = ([], [])
    for sample in 0..<n {
      let logits = sample * classes..<(sample + 1) * classes
      let row = layer.outputs[logits].map(\.value)
      let exact = options.exactLoss(row, target: targets[sample])
      let bounds = layer.bounds(row, options, table)
      let error = outputErrors[logits].max() ?? 0
      let epsilon = Wide(Scalar.ulpOfOne)
      let ofLoss =
        Wide(bounds.loss) * epsilon + error * layer.lossSlope(row, options)
      if differs(losses[sample], from: exact.loss, by: ofLoss) {
        return "loss \(losses[sample]) instead of \(exact.loss), row \(sample)"
      }
      g += exact.gradient
      errors += exact.gradient.map {
        $0 == 0 && targets[sample] == options.ignoreIndex
          ? 0 : Wide(bounds.gradient) * epsilon + error * Wide(bounds.slope)
      }
    }
    return difference([ofX, ofWeight, ofBias], g, errors: errors)
  }

  private func difference(
    _ found: [[Scalar]], _ g: [Wide], errors: [Wide]
  ) -> String? {
    let epsilon = Wide(Scalar.ulpOfOne)
    for (found, exact) in zip(found, layer.layer.gradients(g, errors: errors)) {
      for i in found.indices {
        var sum = exact.sums[i]
        if accumulates { sum.add(Wide(Self.start)) }
        // Slices of the classes or of the samples add one rounding each.
        let allowed = 2 * sum.allowed(ulpOfOne: epsilon) + exact.errors[i]
        if differs(found[i], from: sum.value, by: allowed) {
          return "gradient \(found[i]) instead of \(sum.value) at \(i) of the "
            + "\(exact.name)\(accumulates ? ", added" : "")"
        }
      }
    }
    return nil
  }
}

extension LayerCase {
  /// Those of a row of logits, without what the logits are off by.
  func bounds(
    _ row: [Wide], _ options: CrossEntropy, _ table: Execution
  ) -> PlainLossBounds {
    let logits = row.map { Scalar($0) }
    return PlainLossBounds(
      logits, options, logSumExp: options.mostLogSumExp(logits), table)
  }

  /// What a change of all logits by 1 changes a loss by, at most.
  func lossSlope(_ row: [Wide], _ options: CrossEntropy) -> Wide {
    let size = options.mostLogSumExp(row.map { Scalar($0) })
    let slope =
      2 * max(options.classWeights?.max() ?? 1, 1e-3)
      + 2 * options.zLoss * size
    return Wide(slope / options.temperature)
  }
}
