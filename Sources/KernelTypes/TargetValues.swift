// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A class of each row, its target, and a number for each.
public struct TargetValues {
  public let classes: UnsafePointer<Int>
  public let values: UnsafeMutablePointer<Double>

  @inlinable @inline(__always)
  public init(
    classes: UnsafePointer<Int>, values: UnsafeMutablePointer<Double>
  ) {
    self.classes = classes
    self.values = values
  }
}
