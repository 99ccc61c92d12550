import CProcessState
import Logits
import TestSupport
import Testing

/// Numbers below the normal ones: as logits, as results, on the way.
@Suite struct SubnormalTests {
  private static let least = Float.leastNonzeroMagnitude

  @Test(arguments: Execution.tables, [1, 10, 1000])
  func theyCompareAsNumbers(_ table: Execution, _ classes: Int) throws {
    var row = [Float](repeating: 0, count: classes)
    row[classes / 2] = Self.least
    let shape = BatchShape(samples: 1, classes: classes)
    #expect(try argmax(row, shape: shape, execution: table) == [classes / 2])
    row = row.map { $0 - Self.least }
    #expect(try argmax(row, shape: shape, execution: table) == [classes / 2])
    for p in try softmax(row, shape: shape, execution: table) {
      #expect(abs(p * Float(classes) - 1) < 2 * .ulpOfOne)
    }
  }

  #if arch(x86_64)
  /// Powers that are normal by themselves, and results that are products.
  @Test(arguments: Execution.tables, [3, 10, 300])
  func noResultIsSubnormal(_ table: Execution, _ classes: Int) throws {
    let shape = BatchShape(samples: 1, classes: classes)
    let row = (0..<classes).map { $0 == 0 ? 0 : -84 - 2 * Float($0 % 10) }
    var gradient = row
    for upstream in [1, 1e-3, 1e-30] {
      try CrossEntropy().gradient(
        row, targets: [0], shape: shape, upstream: upstream,
        into: gradient.mutableSpan, execution: table)
      #expect(!gradient.contains { $0.isSubnormal })
    }
    let p = try softmax(row, shape: shape, execution: table)
    #expect(p[1].isNormal && !p.contains { $0.isSubnormal })
    let slopes = try softmaxGradient(
      p, upstream: p, shape: shape, execution: table)
    #expect(!slopes.contains { $0.isSubnormal })
  }

  /// Whether the caller's own arithmetic makes them 0 changes nothing.
  @Test(arguments: Execution.tables, [1, 10, 300])
  func theCallersSettingDoesNotMatter(
    _ table: Execution, _ classes: Int
  ) throws {
    var batch = OperationBatch<Float>(samples: 19, classes: classes)
    batch.logits = batch.logits.map { $0.map { $0 * .leastNormalMagnitude } }
    batch.factors = batch.factors.map { $0 * 1e-30 }
    let memory = OperationMemory(batch)
    for operation in Operation<Float>.all {
      let expected = try memory.digest(operation, table)
      let control = floating_point_control()
      defer { set_floating_point_control(control) }
      set_floating_point_control(control | 0x8000)
      #expect(try memory.digest(operation, table) == expected)
    }
  }
  #endif
}
