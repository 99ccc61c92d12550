/// What products of stored matrices need of a ``KernelTable``.
package protocol ProductTable<Scalar>: SendableMetatype {
  associatedtype Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable

  /// The rows as the kernels read them: stored as scalars in the output where
  /// they have to be, otherwise as they are.
  @discardableResult
  static func widen(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>
  ) -> Tile<Scalar>

  /// Stores rows of scalars in the format of the output, each rounded once.
  static func narrow(_ rows: Tile<Scalar>, _ output: Tile<Scalar>)

  /// C = A B plus an addend, with ``workspaceCount`` scalars of workspace.
  static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ addend: Addend<Scalar>,
    _ c: Matrix<Scalar>, _ workspace: UnsafeMutablePointer<Scalar>)

  static var workspaceCount: Int { get }
}

/// A table with products of bfloat16 as they are stored.
package protocol BFloat16ProductTable<Scalar>: ProductTable {
  /// C = A B plus an addend, with the bits of bfloat16 in B.
  static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<UInt16>, _ addend: Addend<Scalar>,
    _ c: Matrix<Scalar>, _ workspace: UnsafeMutablePointer<Scalar>)
}
