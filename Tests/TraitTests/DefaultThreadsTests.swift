#if os(Linux)
import Foundation
import Logits
import Testing

/// How many threads work if the caller does not say.
///
/// The environment is read once, so each test is a process.
@Suite struct DefaultThreadsTests {
  private static let hasOpenBLAS = Backend.available.contains(.openBLAS)

  /// The threads that a large product has started, not counting those that
  /// OpenBLAS starts when it is opened.
  private static func threadsStarted(by execution: Execution) throws -> Int {
    func threads() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
        .count
    }
    let matrix = [Float](repeating: 1, count: 2048 * 128)
    _ = Backend.available
    let before = try threads()
    var outputs = [Float](repeating: 0, count: 2048 * 2048)
    try linear(
      matrix, .rows(of: 128), weight: matrix, into: &outputs,
      execution: execution)
    precondition(outputs[outputs.count - 1] == 128)
    return try threads() - before
  }

  @Test func processors() async {
    await #expect(processExitsWith: .success) {
      let threads = try Execution.automatic.resolved().threads ?? 0
      let allowed = ProcessInfo.processInfo.activeProcessorCount
      precondition((1...allowed).contains(threads))
      let started = try Self.threadsStarted(by: Execution(backend: .swift))
      precondition(started == threads - 1)
    }
  }

  /// Products by OpenBLAS obey it, unless the caller says how many.
  @Test(.enabled(if: hasOpenBLAS, "Needs OpenBLAS."))
  func variableOfOpenBLAS() async {
    await #expect(processExitsWith: .success) {
      setenv("OPENBLAS_NUM_THREADS", "1", 1)
      for backend in [Backend.automatic, .openBLAS] {
        let started = try Self.threadsStarted(by: Execution(backend: backend))
        precondition(started == 0)
      }
      let started = try Self.threadsStarted(by: Execution(threads: 3))
      precondition(started == 2)
    }
  }

  /// It is limited to the number of processors, and ignored if it makes no sense
  /// and by products in Swift.
  @Test(
    .enabled(if: hasOpenBLAS, "Needs OpenBLAS."),
    arguments: [("1", Backend.swift), ("99", .openBLAS), ("no", .openBLAS)])
  func otherwiseProcessors(_ value: String, _ backend: Backend) async {
    await #expect(processExitsWith: .success) {
      [value = value as String, name = backend.rawValue as String] in
      setenv("OPENBLAS_NUM_THREADS", value, 1)
      let threads = try Execution.automatic.resolved().threads ?? 0
      let execution = Execution(backend: Backend(rawValue: name) ?? .automatic)
      let started = try Self.threadsStarted(by: execution)
      precondition(started == threads - 1)
    }
  }
}
#endif
