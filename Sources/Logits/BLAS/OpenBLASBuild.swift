/// The OpenBLAS that this process runs with.
public struct OpenBLASBuild: Hashable, Sendable {
  /// Its version and build options.
  public let configuration: String

  /// The processor that it chose its kernels for.
  public let core: String

  /// The OpenBLAS of this process; `nil` in a build without the trait, and where
  /// the library cannot be opened, which this tries if nothing has before.
  public static let current: OpenBLASBuild? = {
    #if OpenBLAS
    guard OpenBLASLibrary.isAvailable else { return nil }
    let functions = OpenBLASLibrary.functions
    return OpenBLASBuild(
      configuration: functions.configuration, core: functions.core)
    #else
    return nil
    #endif
  }()
}
