import CLogits
import Logits
import TestSupport
import Testing

/// Linear layers in memory that the caller brings.
@Suite struct WorkspaceTests {
  private static let shapes = [(0, 3, 2), (1, 1, 1), (9, 5, 70), (70, 33, 40)]
    .map { LinearShape(samples: $0, features: $1, classes: $2) }

  /// So many bytes as are asked for are enough, wherever they begin, and no other
  /// is written: those before and behind are unreadable.
  @Test(arguments: Execution.tables)
  func isEnough(_ table: Execution) throws {
    try check(Float.self, table)
    try check(Double.self, table)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution
  ) throws {
    for shape in Self.shapes {
      let memory = try LayerMemory<Scalar>(shape)
      for operation in LayerOperations<Scalar>.allVaried {
        let name: Comment = "\(operation.name), \(shape)"
        // Some options are set by the call.
        let value = try memory.run(operation, table)
        let expected = memory.resultBytes
        let size = operation.workspaceSize(memory, table)
        #expect(size > 0, name)
        for place in [BufferPlace.beforePage(gap: 0), .afterPage(gap: 5)] {
          let workspace = GuardedBuffer<UInt8>(count: size, place)
          memory.clear(for: operation)
          let (status, loss) = operation.callC(
            memory, table,
            workspace: UnsafeMutableRawBufferPointer(workspace.elements))
          #expect(Outcome(status) == .ok, name)
          #expect(
            workspace.isClear(aroundRowsOf: size, stride: max(1, size)), name)
          #expect(memory.resultBytes == expected, name)
          #expect(
            loss.bitPattern == value.bitPattern || loss.isNaN && value.isNaN,
            name)
        }
      }
    }
  }

  /// It is said how many bytes are needed, and nothing is written.
  @Test func isTooSmall() throws {
    let memory = try LayerMemory<Float>(
      LinearShape(samples: 9, features: 5, classes: 70))
    for operation in LayerOperations<Float>.all {
      memory.clear(for: operation)
      let before = memory.resultBytes
      let workspace = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 100, alignment: 64)
      defer { workspace.deallocate() }
      workspace.initializeMemory(as: UInt8.self, repeating: 7)
      let outcome = Outcome(
        operation.callC(memory, .automatic, workspace: workspace).status)
      let needed = Int(logits_error_value())
      #expect(
        outcome
          == Outcome(
            LOGITS_ERROR_SIZE,
            "workspace: \(needed) bytes are needed, not 100"))
      #expect(needed <= operation.workspaceSize(memory, .automatic))
      #expect(memory.resultBytes == before)
      #expect(workspace.allSatisfy { $0 == 7 })

      // What is said to be needed is enough.
      let enough = GuardedBuffer<UInt8>(count: needed, .beforePage(gap: 0))
      let status = operation.callC(
        memory, .automatic,
        workspace: UnsafeMutableRawBufferPointer(enough.elements)
      ).status
      #expect(Outcome(status) == .ok)
    }
  }

  /// Lengths and types are looked at, not what is there.
  @Test func sizes() {
    func size(
      _ weight: Int64, _ type: logits_type = LOGITS_F32,
      _ gradient: logits_type = LOGITS_F32,
      _ change: (inout logits_options) -> Void = { _ in }
    ) -> Int64 {
      func buffer(_ count: Int64, _ type: logits_type) -> logits_output {
        logits_output(
          data: nil, count: count, stride: 0, type: Int64(type.rawValue))
      }
      var options = logits_options.zeros
      change(&options)
      return logits_linear_workspace_size(
        buffer(8, type).input, logits_rows(4), buffer(weight, type).input,
        logits_none(), &options, logits_none_out(), buffer(weight, gradient),
        logits_none_out())
    }
    // Gradients of halves are added up as floats.
    let count: Int64 = 4000
    #expect(size(count) > 0)
    #expect(size(count, LOGITS_BF16) > size(count))
    #expect(size(count, LOGITS_F32, LOGITS_F16) >= size(count) + 4 * count)
    #expect(size(count, LOGITS_F64, LOGITS_F64) > size(count))
    func expect(
      _ size: Int64, _ status: Outcome,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(size == -1, sourceLocation: sourceLocation)
      #expect(
        String(cString: logits_error_message()) == status.message,
        sourceLocation: sourceLocation)
    }
    expect(
      size(6),
      Outcome(
        LOGITS_ERROR_SIZE,
        "weight: 6 elements are no whole number of rows of 4"))
    expect(
      size(.max),
      Outcome(LOGITS_ERROR_POINTER, "weight: it ends beyond the last address"))
    expect(
      size(-4),
      Outcome(
        LOGITS_ERROR_SIZE, "weight: a negative number of elements, -4"))
    expect(
      size(4) { $0.memory = -1 },
      Outcome(LOGITS_ERROR_OPTION, "memory must be 1 or more, not -1.0"))
    #expect(size(1 << 44) > 1 << 44)
  }

  /// Memory that is none, or someone else's.
  @Test func badWorkspaces() {
    let x = CMemory<Float>([1, 2, 3, 4])
    let outputs = CMemory<Float>([Float](repeating: 7, count: 1 << 20))
    var options = logits_options.zeros
    func outcome() -> Outcome {
      var places = outputs.output
      places.count = 4
      return Outcome(
        logits_linear(
          x.input, logits_rows(2), x.input, logits_none(), &options, places))
    }
    options.workspace_size = 1
    #expect(
      outcome() == Outcome(LOGITS_ERROR_POINTER, "workspace: a null pointer"))
    options.workspace = UnsafeMutableRawPointer(outputs.buffer.baseAddress)
    options.workspace_size = 4 << 20
    #expect(
      outcome()
        == Outcome(LOGITS_ERROR_OVERLAP, "workspace and output overlap"))
    options.workspace_size = -1
    #expect(
      outcome()
        == Outcome(
          LOGITS_ERROR_SIZE, "workspace: a negative number of elements, -1"))
    #expect(outputs.elements.allSatisfy { $0 == 7 })
  }
}
