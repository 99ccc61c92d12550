import CShims

/// An execution with every choice made, and checked against this machine.
struct ResolvedExecution {
  var backend: Backend
  let instructionSet: InstructionSet
  let threads: Int

  init(_ execution: Execution) throws(LogitsError) {
    backend = execution.backend == .automatic ? .swift : execution.backend
    guard backend.isAvailable else {
      throw .backendUnavailable(backend)
    }
    instructionSet = execution.instructionSet ?? Self.bestInstructionSet
    guard instructionSet <= Self.bestInstructionSet else {
      throw .instructionSetUnavailable(instructionSet)
    }
    threads = execution.threads ?? Self.processors
    guard threads >= 1 else { throw .invalidThreads(threads) }
  }

  static let bestInstructionSet =
    InstructionSet.available.last ?? .portable

  private static let processors = {
    let available = processor_available_count()
    let limit = ControlGroups.processors(textOfSystemFile)
    return min(available, limit ?? available)
  }()
}
