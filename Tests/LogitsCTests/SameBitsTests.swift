import CLogits
import Logits
import TestSupport
import Testing

/// Each function against the same one of Swift: equal bits, for all types,
/// options, strides and tables of kernels.
@Suite struct SameBitsTests {
  private static let gaps = [(0, 0, 0), (3, 1, 5)]
  private static let shapes: [(samples: Int, classes: Int)] = [
    (0, 3), (1, 1), (1, 10), (1, 100), (2, 7), (33, 10), (5, 130), (3, 2049),
  ]

  @Test(arguments: Execution.tables)
  func scalars(_ execution: Execution) throws {
    try check(RowOperations<Float>.allVaried, execution)
    try check(RowOperations<Double>.allVaried, execution)
  }

  @Test(arguments: Execution.tables)
  func halves(_ execution: Execution) throws {
    try check(RowOperations<BFloat16>.ofAnyLogitsVaried, execution)
    #if !(os(macOS) && arch(x86_64))
    try check(RowOperations<Float16>.ofAnyLogitsVaried, execution)
    #endif
  }

  /// Planes, of logits of each type.
  @Test(arguments: Execution.tables)
  func planes(_ execution: Execution) throws {
    try checkPlanes(RowOperations<Float>.allVaried, execution)
    try checkPlanes(RowOperations<Double>.allVaried, execution)
    try checkPlanes(RowOperations<BFloat16>.ofAnyLogitsVaried, execution)
  }

  private func checkPlanes<Logit>(
    _ operations: [RowOperations<Logit>.Row], _ execution: Execution
  ) throws {
    for classes in [3, 21] {
      let batch = OperationBatch<Logit>(samples: 70, classes: classes)
      for operation in operations where operation.c != nil {
        let memory = try PlaneMemory(batch, outer: 2, positions: 35)
        let value = try memory.runOnPlanes(operation, execution)
        let expected = memory.bytesOfPlanes
        memory.clear(for: operation)
        let (status, loss) = operation.callC(memory.planes, execution)
        let name: Comment = "\(operation.name), \(classes) planes"
        #expect(Outcome(status) == .ok, name)
        #expect(memory.bytesOfPlanes == expected, name)
        #expect(
          loss.bitPattern == value.bitPattern || loss.isNaN && value.isNaN,
          name)
      }
    }
  }

  private func check<Logit>(
    _ operations: [RowOperations<Logit>.Row], _ execution: Execution
  ) throws {
    for (samples, classes) in Self.shapes {
      let batch = OperationBatch<Logit>(samples: samples, classes: classes)
      for gaps in Self.gaps {
        for operation in operations where operation.c != nil {
          // No such operation writes rows that are not its output's.
          let memory = try RowMemory(batch, RowMemory.Layout(gaps: gaps))
          let value = try memory.run(operation, execution)
          let expected = memory.resultBytes
          memory.clear(for: operation)
          let (status, loss) = operation.callC(memory, execution)
          let name: Comment = "\(operation.name), \(samples) x \(classes)"
          #expect(Outcome(status) == .ok, name)
          #expect(memory.resultBytes == expected, name)
          #expect(loss.bitPattern == value.bitPattern || loss.isNaN, name)
          #expect(loss.isNaN == value.isNaN, name)
          #expect(memory.surroundingsAreUntouched, name)
          #expect(memory.inputsAreUntouched, name)
        }
      }
    }
  }

  @Test(arguments: Execution.tables)
  func layers(_ execution: Execution) throws {
    try checkLayers(Float.self, execution)
    try checkLayers(Double.self, execution)
  }

  private func checkLayers<Scalar: TestScalar>(
    _: Scalar.Type, _ execution: Execution
  ) throws {
    for samples in [0, 1, 9] {
      let shape = LinearShape(samples: samples, features: 5, classes: 70)
      for operation in LayerOperations<Scalar>.allVaried {
        let memory = try LayerMemory<Scalar>(shape)
        for accumulates in [false, true] {
          memory.accumulates = accumulates
          let value = try memory.run(operation, execution)
          let expected = memory.resultBytes
          memory.clear(for: operation)
          let (status, loss) = operation.callC(memory, execution)
          #expect(Outcome(status) == .ok, "\(operation.name)")
          #expect(memory.resultBytes == expected, "\(operation.name)")
          #expect(
            loss.bitPattern == value.bitPattern
              || loss.isNaN && value.isNaN, "\(operation.name)")
        }
      }
    }
  }

  /// Class indices of any type, read and written.
  @Test func indices() throws {
    let logits = CMemory<Float>([1, 2, 3, 2, 1, 0])
    let expected = try CrossEntropy().loss(
      logits.elements, .rows(of: 3), targets: [2, 0])
    func check<Index: ClassIndex>(_: Index.Type) {
      let predictions = CMemory<Index>([7, 7])
      #expect(
        logits_argmax(logits.input, logits_rows(3), nil, predictions.output)
          == 0)
      #expect(predictions.elements == [2, 0])
      let loss = CMemory<Float>([7])
      #expect(
        logits_cross_entropy(
          logits.input, logits_rows(3), predictions.input, nil, loss.output,
          logits_output()) == 0)
      #expect(loss.buffer[0] == Float(expected))
    }
    for type in ClassIndices.types { check(type) }
  }

  /// Losses as float or double, weights and factors of any type.
  @Test func numbers() throws {
    let logits = CMemory<Double>([1, 2, 3, 2, 1, 0])
    let targets = CMemory<UInt8>([0, 1])
    func check<Number: StoredLogit, Loss: LogitScalar>(
      _ weights: [Number], _ factors: [Number], _: Loss.Type
    ) throws {
      let weights = CMemory(weights)
      let factors = CMemory(factors)
      let losses = CMemory<Loss>([7, 7])
      let gradient = CMemory([Double](repeating: 7, count: 6))
      var options = logits_options.zeros
      options.reduction = 2
      options.sample_weights = weights.input
      options.upstream = factors.input
      #expect(
        logits_cross_entropy(
          logits.input, logits_rows(3), targets.input, &options,
          losses.output, gradient.output) == 0)
      var expected: [Loss] = [0, 0]
      var expectedGradient = [Double](repeating: 0, count: 6)
      try CrossEntropy().losses(
        logits.elements, .rows(of: 3), targets: targets.elements,
        sampleWeights: [0.5, 2.0], upstream: [3.0, -1.0], into: &expected,
        gradient: &expectedGradient)
      #expect(losses.elements == expected)
      #expect(gradient.elements == expectedGradient)
    }
    func check<Number: StoredLogit>(
      _ weights: [Number], _ factors: [Number]
    ) throws {
      try check(weights, factors, Float.self)
      try check(weights, factors, Double.self)
    }
    try check([0.5, 2] as [Float], [3, -1])
    try check([0.5, 2] as [Double], [3, -1])
    try check(
      [0.5, 2].map { BFloat16($0) }, [3, -1].map { BFloat16($0) })
    #if !(os(macOS) && arch(x86_64))
    try check([0.5, 2] as [Float16], [3, -1])
    #endif
  }

  /// Class weights of the type that is computed with are not copied; those of
  /// another one are the same numbers.
  @Test func classWeights() {
    let logits = CMemory<Float>([1, 2, 3, 2, 1, 0])
    let targets = CMemory<Int16>([0, 1])
    func loss<Weight: StoredLogit>(_ weights: [Weight]) -> Float {
      let weights = CMemory(weights)
      let loss = CMemory<Float>([7])
      var options = logits_options.zeros
      options.label_smoothing = 0.25
      options.class_weights = weights.input
      #expect(
        logits_cross_entropy(
          logits.input, logits_rows(3), targets.input, &options, loss.output,
          logits_output()) == 0)
      return loss.buffer[0]
    }
    let expected = loss([1, 0.5, 4] as [Float])
    #expect(expected != 7)
    #expect(loss([1, 0.5, 4] as [Double]) == expected)
    #expect(loss([1, 0.5, 4].map { BFloat16($0) }) == expected)
  }
}
