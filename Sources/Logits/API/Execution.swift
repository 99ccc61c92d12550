/// Where the work of a call runs.
///
/// The default is what was measured fastest here. Results of row operations are
/// the same, bit for bit, for any number of threads; they may differ in the
/// last bits between backends and between instruction sets.
public struct Execution: Hashable, Sendable {
  /// The implementation that does the arithmetic.
  public var backend: Backend

  /// The instruction set of the vector code; `nil` for the best that this
  /// processor has.
  public var instructionSet: InstructionSet?

  /// The most threads that work, the calling one included.
  ///
  /// `nil` stands for the number of processors that the process may use, as it
  /// is found at the first call: those that it may run on (`taskset`), but no
  /// more than its control groups leave it time for (`docker run --cpus`).
  /// Small batches take fewer threads. Products by OpenBLAS then take no more
  /// than the environment variable `OPENBLAS_NUM_THREADS` says; nothing else
  /// looks at it.
  public var threads: Int?

  /// The backend, instruction set and threads that were measured fastest.
  public static let automatic = Execution()

  /// Where work is to run; what is left out is chosen for you.
  ///
  /// Nothing is checked here: a call that cannot run so throws.
  public init(
    backend: Backend = .automatic, instructionSet: InstructionSet? = nil,
    threads: Int? = nil
  ) {
    self.backend = backend
    self.instructionSet = instructionSet
    self.threads = threads
  }
}

extension Execution {
  /// The same with every choice made: what a call with this value would use,
  /// but for products of matrices, which ``Backend/automatic`` may leave to
  /// OpenBLAS.
  ///
  /// - Throws: ``LogitsError`` where this build lacks the backend, this
  ///   processor the instruction set, or `threads` is less than 1.
  public func resolved() throws(LogitsError) -> Execution {
    let resolved = try ResolvedExecution(self)
    return Execution(
      backend: resolved.backend, instructionSet: resolved.instructionSet,
      threads: resolved.threads)
  }
}
