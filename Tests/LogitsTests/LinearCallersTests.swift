import Dispatch
import Logits
import Synchronization
import TestSupport
import Testing

/// Products by many callers at once, which share what exists once in OpenBLAS.
@Suite struct LinearCallersTests {
  /// Small, so that the callers often begin at the same time.
  @Test(arguments: Execution.tables)
  func manyAtOnce(_ table: Execution) throws {
    let shape = LinearShape(samples: 36, features: 37, classes: 38)
    func matrix(_ rows: Int, _ columns: Int) -> [Float] {
      Batch<Float>(samples: rows, classes: columns, in: -1...1)
        .rows.flatMap(\.self)
    }
    let inputs = matrix(shape.samples, shape.features)
    let weight = matrix(shape.classes, shape.features)
    @Sendable func outputs() throws -> [Float] {
      try linear(
        inputs, .rows(of: shape.features), weight: weight, execution: table)
    }
    let expected = try outputs()
    let failures = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<15_000 where (try? outputs()) != expected {
        failures.add(1, ordering: .relaxed)
      }
    }
    #expect(failures.load(ordering: .relaxed) == 0)
  }
}
