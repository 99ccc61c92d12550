import VectorPasses

/// A floating-point type that logits can be made of: `Float` or `Double`.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol LogitScalar: VectorScalar {
  /// The tables of passes over rows of this type, one an instruction set.
  static var _passes: PassTables<Self> { get }
}

extension Float: LogitScalar {
  public static var _passes: PassTables<Float> { floatTables }
}

extension Double: LogitScalar {
  public static var _passes: PassTables<Double> { doubleTables }
}
