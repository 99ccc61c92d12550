/// The implementation that does the arithmetic.
public enum Backend: String, Hashable, Sendable, CaseIterable {
  /// The fastest one for the operation, as measured: `swift`, and for matrix
  /// products `openBLAS`, where the build has it.
  case automatic

  /// Vectors in plain Swift, compiled for each instruction set.
  case swift

  /// Exponentials from Swift, since BLAS has none; sums, scalings, dot products
  /// and means from OpenBLAS.
  ///
  /// Rows of up to 512 bytes are left to Swift, where a call of BLAS costs as
  /// much as the row. So are planes, and results in half precision. Needs the
  /// trait `OpenBLAS`, which a package has to ask for.
  case openBLAS

  /// The backends of this build, without `automatic`.
  public static var available: [Backend] {
    #if OpenBLAS
    [.swift, .openBLAS]
    #else
    [.swift]
    #endif
  }
}
