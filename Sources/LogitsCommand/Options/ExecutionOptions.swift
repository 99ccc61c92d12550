import ArgumentParser
import Logits

/// The options for how work is done.
struct ExecutionOptions: ParsableArguments {
  enum BackendName: String, ExpressibleByArgument, CaseIterable {
    case automatic
    case swift
    case openblas
  }

  @Option(help: "The implementation that does the arithmetic.")
  var backend: BackendName = .automatic

  @Option(help: "The maximum number of threads. (default: all processors)")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads must be at least 1, not \(threads).")
    }
  }

  /// - Throws: ``LogitsError`` if this build or machine does not support it.
  func execution() throws -> Execution {
    let backend: Backend =
      switch backend {
      case .automatic: .automatic
      case .swift: .swift
      case .openblas: .openBLAS
      }
    return try Execution(backend: backend, threads: threads).resolved()
  }
}
