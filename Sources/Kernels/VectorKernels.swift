import KernelTypes

/// The kernels of this module's instruction set, for rows of Float.
package enum FloatKernels: KernelTable, VectorKernels {
  package typealias Scalar = Float
}

/// The kernels of this module's instruction set, for rows of Double.
package enum DoubleKernels: KernelTable, VectorKernels {
  package typealias Scalar = Double
}

/// Kernels over tiles of contiguous rows.
protocol VectorKernels: VectorTable {}

extension VectorKernels {
  typealias Rows = RowKernels<Scalar>
  typealias Transposed = TransposedKernels<Scalar>

  package static func widen(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>
  ) -> Tile<Scalar> {
    if rows.format == .scalar { return rows }
    rows.widen(to: output)
    return output
  }

  package static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    if rows.isShort { return Transposed.maxima(rows, scratch, maxima) }
    for r in 0..<rows.rows {
      maxima[r] = -.infinity
      rows.forEachSegment(ofRow: r, rows.classes, scratch) {
        _, segment, count in
        maxima[r] = max(maxima[r], Double(Rows.maximum(segment, count)))
      }
    }
  }

  package static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    if rows.isShort { return Transposed.argmaxima(rows, scratch, indices) }
    for r in 0..<rows.rows {
      indices[r] = Double(Rows.argmax(rows, r, scratch))
    }
  }

  package static func logarithmDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ targets: Tile<Scalar>,
    _ dots: RowValues
  ) {
    for r in 0..<rows.rows {
      dots[r] = Rows.logarithmDot(rows[r], rows.classes, targets: targets[r])
    }
  }

  package static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ targets: RowValues, _ ranks: RowValues,
    _ predictions: RowValues
  ) {
    if rows.isShort {
      Transposed.ranksAndPredictions(
        rows, scratch, maxima, targets, ranks, predictions)
    }
    for r in 0..<rows.rows where !rows.isShort || rests[r].isNaN {
      let (rank, first) = Rows.rankAndPrediction(
        rows[r], rows.classes, of: Int(targets[r]),
        maximum: Scalar(maxima[r]), mayHaveNaN: rests[r].isNaN)
      ranks[r] = Double(rank)
      predictions[r] = Double(first)
    }
  }

  package static func softmaxGradients(
    _ probabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    for r in 0..<output.rows {
      Rows.softmaxGradient(
        probabilities[r], upstream[r], output.classes, to: output[r])
    }
  }

  package static func logSoftmaxGradients(
    _ logProbabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    for r in 0..<output.rows {
      Rows.logSoftmaxGradient(
        logProbabilities[r], upstream[r], output.classes, to: output[r])
    }
  }
}
