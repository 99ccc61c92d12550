/// The kernels of one instruction set for a single short row of scalars.
///
/// A tile's kernels give the same bits, but need a workspace, which takes longer to
/// set up than the row takes to compute. `room` is for
/// ``Scratch/shortRowByteCount``.
package protocol ShortRowTable<Scalar>: SendableMetatype {
  associatedtype Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable

  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// The softmax; `output` may be the row.
  static func softmax(
    _ row: Input, _ classes: Int, _ room: Output, _ output: Output)

  /// Its logarithm; `output` may be the row.
  static func logSoftmax(
    _ row: Input, _ classes: Int, _ room: Output, _ output: Output)

  /// log Σ exp(x − m) − (x_target − m).
  static func loss(
    _ row: Input, _ classes: Int, target: Int, _ room: Output
  ) -> Double

  /// The loss, and its gradient times a factor; `gradient` may be the row.
  static func loss(
    _ row: Input, _ classes: Int, target: Int, _ room: Output,
    factor: Double, gradient: Output
  ) -> Double
}
