/// A floating-point type that is computed with: `Float` or `Double`.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol LogitScalar: BinaryFloatingPoint, StoredLogit
where Scalar == Self {
  /// The tables of passes over rows of this type.
  static var _passes: PassTables<Self> { get }
}

extension Float: LogitScalar {
  /// The tables of passes over rows of this type.
  public static var _passes: PassTables<Float> { floatTables }
}

extension Double: LogitScalar {
  /// The tables of passes over rows of this type.
  public static var _passes: PassTables<Double> { doubleTables }
}
