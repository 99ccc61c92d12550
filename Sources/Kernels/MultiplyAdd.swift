/// a × b + c in every lane: in one rounding where the instruction set of this
/// module has an instruction for it, otherwise in two.
///
/// Without the instruction every lane would be a call of the C library's `fma`.
/// All arm64 processors have it, those for x86-64 from level 3 on.
@inline(__always)
func multiplyAdd<V: SIMDVector>(_ a: V, _ b: V, _ c: V) -> V {
  hasFusedMultiplyAdd ? V.fma(a, b, c) : a * b + c
}

/// The same in some lanes, and c in the others, where the factors are finite.
@inline(__always)
func multiplyAdd<V: SIMDVector>(
  _ a: V, _ b: V, _ c: V, where mask: V.Mask
) -> V {
  hasFusedMultiplyAdd
    ? V.fma(a, b, c, where: mask) : c.adding(a * b, where: mask)
}

/// a × b + c of scalars.
@inline(__always)
func multiplyAdd<Scalar: VectorScalar>(
  _ a: Scalar, _ b: Scalar, _ c: Scalar
) -> Scalar {
  hasFusedMultiplyAdd ? c.addingProduct(a, b) : a * b + c
}

#if FUSED_MULTIPLY_ADD || arch(arm64)
@inline(__always) var hasFusedMultiplyAdd: Bool { true }
#else
@inline(__always) var hasFusedMultiplyAdd: Bool { false }
#endif
