import CShims

// Declared here and not beside their operations, so that what the compiler makes
// of the types themselves, such as copies, has no instructions of AVX: the
// linker keeps one of them for all modules.

/// 16 lanes of Float.
package struct FloatVector: BitwiseCopyable, Sendable {
  package let lanes: float_vector

  @inlinable @inline(__always)
  package init(_ lanes: float_vector) { self.lanes = lanes }
}

/// 8 lanes of Double.
package struct DoubleVector: BitwiseCopyable, Sendable {
  package let lanes: double_vector

  @inlinable @inline(__always)
  package init(_ lanes: double_vector) { self.lanes = lanes }
}
