import Logits
import TestSupport
import Testing

/// The loss from slices of the classes, against that of whole rows, where the
/// slices are hard to merge.
@Suite struct LinearChunkTests {
  /// With so little memory, slices have 16 classes.
  private static let memory = 1

  /// Rows of 40 classes: three slices, the last of 8.
  static let rows: [[Double]] = {
    let infinity = Double.infinity
    let some = (0..<40).map { Double($0 * 7 % 23) / 4 - 2 }
    func row(_ change: (inout [Double]) -> Void) -> [Double] {
      var row = some
      change(&row)
      return row
    }
    let nothing = [Double](repeating: -infinity, count: 40)
    return [
      some,
      some.map { $0 * 30 },
      row { $0[39] = 80 },
      row { $0[0] = 80 },
      row { $0[20] = -infinity },
      row { for i in 0..<16 { $0[i] = -infinity } },
      row { for i in 16..<32 { $0[i] = -infinity } },
      row { for i in 32..<40 { $0[i] = -infinity } },
      row { for i in 0..<39 { $0[i] = -infinity } },
      nothing,
      row {
        $0 = nothing
        $0[20] = .nan
      },
      row { $0[3] = .nan },
      row { $0[35] = .nan },
      row { $0[35] = infinity },
      row { for i in [2, 35] { $0[i] = infinity } },
      row {
        $0[2] = infinity
        $0[35] = .nan
      },
    ]
  }()

  static let options: [CrossEntropy] = {
    let weights = (0..<40).map { Double(($0 + 1) % 4) / 2 }
    var all: [CrossEntropy] = []
    for negativeInfinityRows in NegativeInfinityRows.allCases {
      for smoothing in [0, 0.25, 1] {
        for classWeights in [nil, weights] {
          for (temperature, softcap) in [
            (1, Double.infinity), (0.5, .infinity), (2, 20),
          ] {
            for zLoss in [0, 0.01] {
              all.append(
                CrossEntropy(
                  classWeights: classWeights, labelSmoothing: smoothing,
                  zLoss: zLoss, temperature: temperature, softcap: softcap,
                  negativeInfinityRows: negativeInfinityRows))
            }
          }
        }
      }
    }
    return all
  }()

  @Test(arguments: Execution.tables)
  func areAsWholeRows(_ table: Execution) throws {
    #expect(Self.options.count == 72)
    for row in Self.rows {
      for criterion in Self.options {
        try check(row.map { Float($0) }, criterion, table)
        try check(row, criterion, table)
      }
    }
  }

  private func check<Scalar: TestScalar>(
    _ row: [Scalar], _ criterion: CrossEntropy, _ table: Execution
  ) throws {
    for target in [0, 15, 16, 38, 39] {
      let expected = try criterion.losses(
        row, .oneRow, targets: [target], execution: table)[0]
      // One feature of 1: the weights are the logits.
      let found = try criterion.linearLosses(
        [1], .rows(of: 1), weight: row, targets: [target],
        workspace: LinearWorkspace(memory: Self.memory), execution: table)[0]
      // Sums of 40 exponentials, each some ulp off; the weights, 1.5 at most,
      // and z-loss make no more than 16 times of it.
      let tolerance = 64 * Scalar.ulpOfOne * max(1, abs(expected))
      let agrees =
        abs(found - expected) <= tolerance || found == expected
        || found.isNaN && expected.isNaN
      #expect(agrees, "\(found), not \(expected): \(row), \(criterion)")
    }
  }

  /// Rows of several tiles; for threads see `DeterminismTests`.
  @Test(arguments: Execution.tables)
  func rowsOfSeveralTiles(_ table: Execution) throws {
    let shape = LinearShape(samples: 300, features: 20, classes: 5000)
    let layer = LinearTests.Layer<Float>(shape)
    let targets = (0..<300).map { $0 % 9 == 0 ? -100 : $0 * 16 }
    let criterion = CrossEntropy(ignoreIndex: -100, labelSmoothing: 0.1)
    let sliced = try criterion.linearLosses(
      layer.x, .rows(of: shape.features), weight: layer.weight,
      bias: layer.bias, targets: targets, execution: table)
    // Where a gradient is wanted, they are from whole rows.
    var whole = [Float](repeating: 0, count: 300)
    var gradient = [Float](repeating: 0, count: 5000)
    try criterion.linearLosses(
      layer.x, .rows(of: shape.features), weight: layer.weight,
      bias: layer.bias, targets: targets, into: &whole,
      featureGradient: &Unwanted<Float>.gradient,
      weightGradient: &Unwanted<Float>.gradient, biasGradient: &gradient,
      execution: table)
    for (found, expected) in zip(sliced, whole) {
      #expect(abs(found - expected) <= 64 * Float.ulpOfOne * expected)
    }
  }
}
