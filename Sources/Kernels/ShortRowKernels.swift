import KernelTypes

/// The kernels of this module's instruction set, for one short row of Float.
package enum FloatShortRowKernels: ShortRowTable, ShortRowKernels {
  package typealias Scalar = Float
}

/// The kernels of this module's instruction set, for one short row of Double.
package enum DoubleShortRowKernels: ShortRowTable, ShortRowKernels {
  package typealias Scalar = Double
}

/// Kernels over one short row, made of those that a tile's few rows have.
protocol ShortRowKernels: ShortRowTable where Scalar: VectorScalar {}

extension ShortRowKernels {
  typealias Rows = RowKernels<Scalar>

  package static func softmax(
    _ row: Input, _ classes: Int, _ room: Output, _ output: Output
  ) {
    let (_, rest) = storeExponentials(
      row, classes, room, output, keepsDigits: false)
    scale(classes, room, output, by: Scalar(1 / (1 + rest)))
  }

  package static func logSoftmax(
    _ row: Input, _ classes: Int, _ room: Output, _ output: Output
  ) {
    let (maximum, rest) = maximumAndRest(row, classes, room)
    Rows.logProbabilities(
      maximum: maximum, scale: 1,
      logarithm: Scalar(logarithmOfOnePlus(rest)), from: row, classes,
      to: output)
  }

  package static func loss(
    _ row: Input, _ classes: Int, target: Int, _ room: Output
  ) -> Double {
    let (maximum, rest) = maximumAndRest(row, classes, room)
    return logarithmOfOnePlus(rest) - (Double(row[target]) - Double(maximum))
  }

  package static func loss(
    _ row: Input, _ classes: Int, target: Int, _ room: Output,
    factor: Double, gradient: Output
  ) -> Double {
    // Before an exponential takes its place.
    let logit = Double(row[target])
    let (maximum, rest) = storeExponentials(
      row, classes, room, gradient, keepsDigits: true)
    scale(classes, room, gradient, by: Scalar(factor / (1 + rest)))
    gradient[target] -= Scalar(factor)
    return logarithmOfOnePlus(rest) - (logit - Double(maximum))
  }

  @inline(__always)
  private static func maximumAndRest(
    _ row: Input, _ classes: Int, _ room: Output
  ) -> (maximum: Scalar, rest: Double) {
    let row = ShortRow<Scalar>(elements: row, classes: classes)
    let maximum = row.maximum()
    let logits = PlainLogits<Scalar>(maximum: .init(repeating: maximum))
    return (maximum, row.exponentialRest(maximum: maximum, logits, room))
  }

  /// Stores exp(x − m) where a tile's kernels keep it: in `room` for very short
  /// rows, which are transposed there, otherwise in the output.
  @inline(__always)
  private static func storeExponentials(
    _ row: Input, _ classes: Int, _ room: Output, _ output: Output,
    keepsDigits: Bool
  ) -> (maximum: Scalar, rest: Double) {
    let maximum = Rows.maximum(row, classes)
    if Tile<Scalar>.isVeryShort(classes) {
      let row = ShortRow<Scalar>(elements: row, classes: classes)
      let rest = row.storeExponentials(
        maximum: maximum, to: room, room + row.roomCount,
        keepsDigits: keepsDigits)
      return (maximum, rest)
    }
    let rest = Rows.storeExponentials(
      row, classes, maximum: maximum, to: output, prefetching: 0,
      keepsDigits: keepsDigits)
    return (maximum, rest)
  }

  @inline(__always)
  private static func scale(
    _ classes: Int, _ room: Output, _ output: Output, by factor: Scalar
  ) {
    if Tile<Scalar>.isVeryShort(classes) {
      Rows.store(classes, to: output) { $0.load(room) * factor }
    } else {
      Rows.scale(output, classes, by: factor)
    }
  }

  @inline(__always)
  private static func logarithmOfOnePlus(_ rest: Double) -> Double {
    Scalar.logarithmOfOnePlus(DoubleVector(repeating: rest))[0]
  }
}
