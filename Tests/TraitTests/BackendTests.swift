import Logits
import Testing

/// What the trait OpenBLAS changes; run with it and without.
@Suite struct BackendTests {
  #if OpenBLAS
  private static let expected = [Backend.swift, .openBLAS]
  #else
  private static let expected = [Backend.swift]
  #endif

  @Test func available() {
    #expect(Backend.available == Self.expected)
    let hasOpenBLAS = Self.expected.contains(.openBLAS)
    #expect((OpenBLASBuild.current != nil) == hasOpenBLAS)
  }

  @Test(arguments: [Backend.swift, .openBLAS])
  func unavailableBackendsAreErrors(_ backend: Backend) throws {
    let logits: [Float] = [1, 2, 3]
    let execution = Execution(backend: backend)
    guard !Self.expected.contains(backend) else {
      #expect(
        try softmax(logits, .oneRow, execution: execution).reduce(0, +)
          .rounded() == 1)
      return
    }
    let error = LogitsError.backendUnavailable(backend)
    #expect(error.description == "this build has no openBLAS backend")
    #expect(throws: error) {
      try softmax(logits, .oneRow, execution: execution)
    }
    var outputs: [Float] = [7]
    #expect(throws: error) {
      try linear(
        logits, .rows(of: 3), weight: logits, into: &outputs,
        execution: execution)
    }
    #expect(outputs == [7])
  }

  /// `automatic` multiplies with the last backend, but narrow products in Swift.
  ///
  /// Of 256 columns no part is narrow.
  @Test(arguments: [(256, Self.expected.last), (60, .swift)])
  func automaticProducts(_ length: Int, _ backend: Backend?) throws {
    let backend = try #require(backend)
    let matrix = (0..<length * length).map { Float($0 * 7919 % 1009) / 64 }
    func outputs(_ execution: Execution) throws -> [UInt32] {
      var outputs = matrix
      try linear(
        matrix, .rows(of: length), weight: matrix, into: &outputs,
        execution: execution)
      return outputs.map(\.bitPattern)
    }
    #expect(try outputs(.automatic) == outputs(Execution(backend: backend)))
  }
}
