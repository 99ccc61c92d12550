import Foundation
import Logits
import TestSupport
import Testing

/// A line for each operation, table and type, with a hash of the bits of its
/// results: `make blas` compares those of several builds of OpenBLAS.
@Suite struct ResultBitsTests {
  /// The file that the lines go to.
  private static let path = ProcessInfo.processInfo.environment["LOGITS_BITS"]

  @Test(.enabled(if: path != nil, "LOGITS_BITS names no file for the results."))
  func hashes() throws {
    var lines: [String] = []
    for table in Execution.tables {
      try lines += rows(RowOperations<Float>.allVaried, table)
      try lines += rows(RowOperations<Double>.allVaried, table)
      try lines += layers(LayerOperations<Float>.allVaried, table)
      try lines += layers(LayerOperations<Double>.allVaried, table)
    }
    try (lines.joined(separator: "\n") + "\n")
      .write(toFile: #require(Self.path), atomically: true, encoding: .utf8)
  }

  /// New arrays have the bits of what is written into buffers.
  private func rows<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ table: Execution
  ) throws -> [String] {
    let memory = try RowMemory(
      OperationBatch<Logit>(samples: 70, classes: 1000))
    return try operations.filter { $0.form != .newArray }.map {
      line($0.name, Logit.self, table, try memory.results(of: $0, table))
    }
  }

  /// Sizes that are not narrow, so that OpenBLAS has the products.
  private func layers<Scalar: TestScalar>(
    _ operations: [LayerOperations<Scalar>.Layer], _ table: Execution
  ) throws -> [String] {
    let memory = try LayerMemory<Scalar>(
      LinearShape(samples: 130, features: 301, classes: 170))
    return try operations.map {
      line($0.name, Scalar.self, table, try memory.results(of: $0, table))
    }
  }

  private func line<Scalar>(
    _ name: String, _: Scalar.Type, _ table: Execution,
    _ results: OperationResults
  ) -> String {
    // FNV-1a, the same in every process.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in results.bytes + withUnsafeBytes(of: results.value, Array.init) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return "\(table.backend.rawValue) \(table.instructionSet?.rawValue ?? "") "
      + "\(Scalar.self) \(name): \(String(hash, radix: 16))"
  }
}
