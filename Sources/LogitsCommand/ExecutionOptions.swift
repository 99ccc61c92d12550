import ArgumentParser
import Logits

/// The options that say where work runs.
struct ExecutionOptions: ParsableArguments {
  enum BackendName: String, ExpressibleByArgument, CaseIterable {
    case automatic
    case swift
    case openblas
  }

  @Option(help: "Whose arithmetic computes.")
  var backend: BackendName = .automatic

  @Option(help: "The most threads that work. (default: all processors)")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads must be at least 1, not \(threads).")
    }
  }

  /// - Throws: ``LogitsError`` if this build or machine cannot do it.
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
