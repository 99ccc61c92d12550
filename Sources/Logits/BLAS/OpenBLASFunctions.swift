#if OpenBLAS
import CLibrary
import COpenBLAS

/// The functions of OpenBLAS that are called, of the types that its header
/// declares.
struct OpenBLASFunctions: Sendable {
  let sasum: cblas_sasum_function
  let dasum: cblas_dasum_function
  let sdot: cblas_sdot_function
  let ddot: cblas_ddot_function
  let sscal: cblas_sscal_function
  let dscal: cblas_dscal_function
  let saxpy: cblas_saxpy_function
  let daxpy: cblas_daxpy_function
  let sgemm: cblas_sgemm_function
  let dgemm: cblas_dgemm_function
  let threadCount: openblas_get_num_threads_function
  let setThreadCount: openblas_set_num_threads_function
  private let configurationText: openblas_get_config_function
  private let coreName: openblas_get_corename_function

  /// Whether it is built without threads.
  let isSequential: Bool
  /// OpenMP's, if it is built with OpenMP.
  let openMP: OpenMPThreads?

  /// The functions of a library that was opened.
  init(
    _ library: UnsafeMutableRawPointer
  ) throws(OpenBLASLibrary.Failure) {
    func find<Function>(
      _ name: String
    ) throws(OpenBLASLibrary.Failure) -> Function {
      guard let symbol = dlsym(library, name) else {
        throw OpenBLASLibrary.Failure("it has no \(name)")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    sasum = try find("cblas_sasum")
    dasum = try find("cblas_dasum")
    sdot = try find("cblas_sdot")
    ddot = try find("cblas_ddot")
    sscal = try find("cblas_sscal")
    dscal = try find("cblas_dscal")
    saxpy = try find("cblas_saxpy")
    daxpy = try find("cblas_daxpy")
    sgemm = try find("cblas_sgemm")
    dgemm = try find("cblas_dgemm")
    threadCount = try find("openblas_get_num_threads")
    setThreadCount = try find("openblas_set_num_threads")
    configurationText = try find("openblas_get_config")
    coreName = try find("openblas_get_corename")
    let parallel: openblas_get_parallel_function =
      try find("openblas_get_parallel")
    isSequential = parallel() == OPENBLAS_SEQUENTIAL
    openMP =
      parallel() == OPENBLAS_OPENMP ? OpenMPThreads(linkedBy: library) : nil
    guard !configuration.contains("USE64BITINT") else {
      throw OpenBLASLibrary.Failure("it counts in 64 bits")
    }
  }

  var configuration: String {
    configurationText().map { String(cString: $0) } ?? ""
  }
  var core: String { coreName().map { String(cString: $0) } ?? "" }
}
#endif
