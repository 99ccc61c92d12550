// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import CShims

// Declared here and not beside their operations, so that what the compiler makes
// of the types themselves, such as copies, has no instructions of AVX: the
// linker keeps one of them for all modules.

/// 16 lanes of Float.
public struct FloatVector: BitwiseCopyable, Sendable {
  public let lanes: float_vector

  @inlinable @inline(__always)
  public init(_ lanes: float_vector) { self.lanes = lanes }
}

/// 8 lanes of Double.
public struct DoubleVector: BitwiseCopyable, Sendable {
  public let lanes: double_vector

  @inlinable @inline(__always)
  public init(_ lanes: double_vector) { self.lanes = lanes }
}
