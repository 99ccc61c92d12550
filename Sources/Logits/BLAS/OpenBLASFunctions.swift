#if OpenBLAS
import CLibrary

/// The functions of OpenBLAS that are called, of the types that cblas.h declares.
///
/// Its header is not included: who builds the library need not have it, and the
/// flags that find it would link OpenBLAS, which starts threads where it is
/// loaded.
struct OpenBLASFunctions: Sendable {
  let sasum: @convention(c) (CInt, UnsafePointer<Float>, CInt) -> Float
  let dasum: @convention(c) (CInt, UnsafePointer<Double>, CInt) -> Double

  let sdot:
    @convention(c) (
      CInt, UnsafePointer<Float>, CInt, UnsafePointer<Float>, CInt
    ) -> Float
  let ddot:
    @convention(c) (
      CInt, UnsafePointer<Double>, CInt, UnsafePointer<Double>, CInt
    ) -> Double

  let sscal:
    @convention(c) (CInt, Float, UnsafeMutablePointer<Float>, CInt) -> Void
  let dscal:
    @convention(c) (CInt, Double, UnsafeMutablePointer<Double>, CInt) -> Void

  let saxpy:
    @convention(c) (
      CInt, Float, UnsafePointer<Float>, CInt, UnsafeMutablePointer<Float>,
      CInt
    ) -> Void
  let daxpy:
    @convention(c) (
      CInt, Double, UnsafePointer<Double>, CInt, UnsafeMutablePointer<Double>,
      CInt
    ) -> Void

  let sgemm:
    @convention(c) (
      Order, Order, Order, CInt, CInt, CInt, Float, UnsafePointer<Float>, CInt,
      UnsafePointer<Float>, CInt, Float, UnsafeMutablePointer<Float>, CInt
    ) -> Void
  let dgemm:
    @convention(c) (
      Order, Order, Order, CInt, CInt, CInt, Double, UnsafePointer<Double>,
      CInt, UnsafePointer<Double>, CInt, Double, UnsafeMutablePointer<Double>,
      CInt
    ) -> Void

  let threadCount: @convention(c) () -> CInt
  let setThreadCount: @convention(c) (CInt) -> Void
  private let configurationText: @convention(c) () -> UnsafePointer<CChar>
  private let coreName: @convention(c) () -> UnsafePointer<CChar>

  /// An enumeration of CBLAS: of a matrix's rows and columns.
  typealias Order = CUnsignedInt
  static let rowMajor: Order = 101
  static let notTransposed: Order = 111
  static let transposed: Order = 112

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
    let parallel: @convention(c) () -> CInt =
      try find("openblas_get_parallel")
    isSequential = parallel() == 0
    openMP = parallel() == 2 ? OpenMPThreads(linkedBy: library) : nil
    guard !configuration.contains("USE64BITINT") else {
      throw OpenBLASLibrary.Failure("it counts in 64 bits")
    }
  }

  var configuration: String { String(cString: configurationText()) }
  var core: String { String(cString: coreName()) }
}
#endif
