#if OpenBLAS
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
  static var ofOpenBLAS: OpenMPThreads? {
    OpenBLASLibrary.functions.openMP
  }

  /// Those that a library was linked with: the program's, if it has some, like
  /// all that a library asks for.
  init?(linkedBy library: UnsafeMutableRawPointer) {
    #if canImport(Darwin)
    let program = UnsafeMutableRawPointer(bitPattern: -2)
    #else
    let program: UnsafeMutableRawPointer? = nil
    #endif
    func find(_ name: String) -> UnsafeMutableRawPointer? {
      dlsym(program, name) ?? dlsym(library, name)
    }
    guard let count = find("omp_get_max_threads"),
      let setCount = find("omp_set_num_threads")
    else { return nil }
    self.count = unsafeBitCast(count, to: (@convention(c) () -> CInt).self)
    self.setCount = unsafeBitCast(
      setCount, to: (@convention(c) (CInt) -> Void).self)
  }
}
#endif
