/// The implementation that does the arithmetic.
public enum Backend: String, Hashable, Sendable, CaseIterable {
  /// The fastest one for the operation, as measured: `swift`, and for matrix
  /// products that are not narrow `openBLAS`, where it is available.
  case automatic

  /// Vectors in plain Swift, compiled for each instruction set.
  case swift

  /// Exponentials from Swift, since BLAS has none; sums, scalings, dot products
  /// and means from OpenBLAS.
  ///
  /// Rows of up to 512 bytes are left to Swift, where a call of BLAS costs as
  /// much as the row. So are planes, and results in half precision. Needs the
  /// trait `OpenBLAS`, which a package has to ask for, and the library where the
  /// program runs. It is opened at the first product that is its own, or when it
  /// is asked for by name; until then none of its threads is there.
  case openBLAS

  /// The backends that can be used here, without `automatic`.
  ///
  /// With the trait, OpenBLAS is opened for the answer.
  public static var available: [Backend] {
    [.swift, .openBLAS].filter(\.isAvailable)
  }

  /// Whether it can be used here; OpenBLAS is opened for the answer.
  var isAvailable: Bool {
    switch self {
    case .automatic, .swift: return true
    case .openBLAS:
      #if OpenBLAS
      return OpenBLASLibrary.isAvailable
      #else
      return false
      #endif
    }
  }
}
