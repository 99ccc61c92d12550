#if OpenBLAS
import COpenBLAS
#endif

/// The OpenBLAS that this process runs with.
public struct OpenBLASBuild: Hashable, Sendable {
  /// Its version and build options.
  public let configuration: String

  /// The processor that it chose its kernels for.
  public let core: String

  /// The OpenBLAS of this process; `nil` in a build without the trait.
  public static let current: OpenBLASBuild? = {
    #if OpenBLAS
    OpenBLASBuild(
      configuration: String(cString: openblas_get_config()),
      core: String(cString: openblas_get_corename()))
    #else
    nil
    #endif
  }()
}
