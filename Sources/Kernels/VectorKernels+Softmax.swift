import KernelTypes

// The softmax: exponentials, which are kept, then a factor for each row.
extension VectorKernels {
  package static func keepsExponentials(_ output: Tile<Scalar>) -> Bool { true }

  package static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, _ targets: TargetValues?
  ) {
    if rows.isVeryShort {
      guard let targets else {
        return Transposed.exponentials(
          rows, output, scratch, maxima, rests, keepsDigits: false)
      }
      Transposed.exponentials(
        rows, output, scratch, maxima, rests, keepsDigits: true)
      for r in 0..<rows.rows {
        targets.values[r] = Double(rows[r][targets.classes[r]])
      }
      return
    }
    // The maximum of a row is taken while the exponentials of the one before
    // keep the processor busy.
    var next = Rows.maximum(rows[0], rows.classes)
    let distance = max(min(2, rows.rows) * rows.rowStride, 1024)
    for r in 0..<rows.rows {
      let maximum = next
      maxima[r] = Double(maximum)
      // Before an exponential takes its place.
      if let targets {
        targets.values[r] = Double(rows[r][targets.classes[r]])
      }
      if r + 1 < rows.rows {
        next = Rows.maximum(rows[r + 1], rows.classes)
      }
      @inline(__always)
      func storeExponentials(keepsDigits: Bool) -> Double {
        Rows.storeExponentials(
          rows[r], rows.classes, maximum: maximum, to: output[r],
          prefetching: distance, keepsDigits: keepsDigits)
      }
      // Each has code of its own.
      rests[r] =
        targets == nil
        ? storeExponentials(keepsDigits: false)
        : storeExponentials(keepsDigits: true)
    }
  }

  package static func storeExponentials(
    _ rows: Tile<Scalar>, _ maxima: RowValues, _ output: Tile<Scalar>
  ) {
    for r in 0..<rows.rows {
      _ = Rows.storeExponentials(
        rows[r], rows.classes, maximum: Scalar(maxima[r]), to: output[r],
        prefetching: rows.rowStride, keepsDigits: false)
    }
  }

  package static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: TargetValues?
  ) {
    if output.isVeryShort {
      Transposed.scale(output, scratch, factors)
    } else {
      for r in 0..<output.rows {
        Rows.scale(output[r], output.classes, by: Scalar(factors[r]))
      }
    }
    output.subtract(targets)
  }

  package static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: Tile<Scalar>, _ weights: RowValues
  ) {
    if output.isVeryShort {
      return Transposed.scaleAndSubtract(
        output, scratch, factors, targets, weights)
    }
    for r in 0..<output.rows {
      Rows.scale(
        output[r], output.classes, by: Scalar(factors[r]),
        subtracting: targets[r], times: Scalar(weights[r]))
    }
  }

  package static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>
  ) {
    if rows.isVeryShort {
      return Transposed.logProbabilities(
        rows, scratch, maxima, scale, logarithms, output)
    }
    for r in 0..<rows.rows {
      Rows.logProbabilities(
        maximum: Scalar(maxima[r]), scale: Scalar(scale),
        logarithm: Scalar(logarithms[r]),
        from: rows[r], rows.classes, to: output[r])
    }
  }
}
