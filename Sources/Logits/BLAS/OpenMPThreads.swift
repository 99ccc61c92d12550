#if OpenBLAS
import COpenBLAS
import CLibrary

/// OpenMP's number of threads, of which every thread has its own.
///
/// An OpenBLAS that is built with OpenMP goes by the number of the thread that
/// calls it, not by the setting of its own.
struct OpenMPThreads: Sendable {
  /// What the calling thread has.
  let count: @convention(c) () -> CInt
  let setCount: @convention(c) (CInt) -> Void

  /// `nil` unless OpenBLAS is built with OpenMP.
  static let ofOpenBLAS: OpenMPThreads? = {
    #if canImport(Darwin)
    let anyLibrary = UnsafeMutableRawPointer(bitPattern: -2)
    #else
    let anyLibrary: UnsafeMutableRawPointer? = nil
    #endif
    // No header of OpenBLAS declares them, but it links what has them.
    guard openblas_get_parallel() == OPENBLAS_OPENMP,
      let count = dlsym(anyLibrary, "omp_get_max_threads"),
      let setCount = dlsym(anyLibrary, "omp_set_num_threads")
    else { return nil }
    return OpenMPThreads(
      count: unsafeBitCast(count, to: (@convention(c) () -> CInt).self),
      setCount: unsafeBitCast(
        setCount, to: (@convention(c) (CInt) -> Void).self))
  }()
}
#endif
