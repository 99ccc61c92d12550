/// A floating-point type that is computed with: `Float` or `Double`.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol LogitScalar: BinaryFloatingPoint, StoredLogit
where Scalar == Self {
  /// The kernel tables of this type.
  static var _kernelTables: _KernelTables<Self> { get }
}

extension Float: LogitScalar {
  /// How the library recognises it.
  public static var _type: _ElementType { .float }
  /// The kernel tables of this type.
  public static var _kernelTables: _KernelTables<Float> { floatKernelTables }
}

extension Double: LogitScalar {
  /// How the library recognises it.
  public static var _type: _ElementType { .double }
  /// The kernel tables of this type.
  public static var _kernelTables: _KernelTables<Double> { doubleKernelTables }
}
