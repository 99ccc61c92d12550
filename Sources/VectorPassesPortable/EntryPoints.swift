import VectorPasses

// One source for VectorPassesPortable, V3 and V4: the passes over a tile, as
// the flags of the module that this file is compiled in make them.
//
// Nothing here may be inlined elsewhere, and nothing from elsewhere may stay
// uninlined here: a shared function compiled for a newer processor could be
// the copy that the linker keeps for all.

// In this file, where the optimiser sees it in debug builds too. Every arm64
// processor multiplies and adds in one rounding, an x86-64 one from v3 on.
#if FUSED_ARITHMETIC || arch(arm64)
private enum InstructionSetArithmetic: FusedArithmetic {}
#else
private enum InstructionSetArithmetic: SeparateArithmetic {}
#endif

/// The passes over rows of Float.
public func floatPasses() -> RowPasses<Float> { passes() }

/// The passes over rows of Double.
public func doublePasses() -> RowPasses<Double> { passes() }

@inline(__always)
private func passes<Scalar: VectorScalar>() -> RowPasses<Scalar> {
  typealias Pass = Row<Scalar, InstructionSetArithmetic>
  typealias Short = ShortRows<Scalar, InstructionSetArithmetic>
  typealias Transformed = TransformedRows<Scalar, InstructionSetArithmetic>
  typealias Product = MatrixProduct<Scalar, InstructionSetArithmetic>
  return RowPasses(
    widen: { rows, output in rows.widen(to: output) },
    maxima: { rows, scratch, maxima in
      if rows.isShort { return Short.maxima(rows, scratch, maxima) }
      for r in 0..<rows.rows {
        maxima[r] = -.infinity
        rows.forEachPiece(ofRow: r, rows.classes, scratch) { _, piece, count in
          maxima[r] = max(maxima[r], Double(Pass.maximum(piece, count)))
        }
      }
    },
    argmaxima: { rows, scratch, indices in
      if rows.isShort { return Short.argmaxima(rows, scratch, indices) }
      for r in 0..<rows.rows {
        indices[r] = Double(Pass.argmax(rows, r, scratch))
      }
    },
    maximaAndSumsOfExponentials: { rows, scratch, transform, maxima, sums in
      Transformed.maximaAndSumsOfExponentials(
        rows, scratch, transform, maxima, sums)
    },
    exponentials: { rows, output, scratch, maxima, sums in
      if rows.isVeryShort {
        return Short.exponentials(rows, scratch, maxima, sums)
      }
      // The maximum of a row is taken while the powers of the one before keep
      // the processor busy.
      var next = Pass.maximum(rows[0], rows.classes)
      let distance = max(min(2, rows.rows) * rows.rowStride, 1024)
      for r in 0..<rows.rows {
        let maximum = next
        maxima[r] = Double(maximum)
        if r + 1 < rows.rows {
          next = Pass.maximum(rows[r + 1], rows.classes)
        }
        sums[r] = Pass.storeExponentials(
          rows[r], rows.classes, maximum: maximum, to: output[r],
          prefetching: distance)
      }
    },
    storeExponentials: { rows, maxima, output in
      for r in 0..<rows.rows {
        _ = Pass.storeExponentials(
          rows[r], rows.classes, maximum: Scalar(maxima[r]), to: output[r],
          prefetching: rows.rowStride)
      }
    },
    scale: { output, scratch, factors in
      if output.isVeryShort { return Short.scale(output, scratch, factors) }
      for r in 0..<output.rows {
        Pass.scale(output[r], output.classes, by: Scalar(factors[r]))
      }
    },
    scaleAndSubtract: { output, scratch, factors, targets, weights in
      if output.isVeryShort {
        return Short.scaleAndSubtract(
          output, scratch, factors, targets, weights)
      }
      for r in 0..<output.rows {
        Pass.scale(
          output[r], output.classes, by: Scalar(factors[r]),
          subtracting: targets[r], times: Scalar(weights[r]))
      }
    },
    subtract: { rows, scratch, maxima, logarithms, output in
      if rows.isVeryShort {
        return Short.subtract(rows, scratch, maxima, logarithms, output)
      }
      for r in 0..<rows.rows {
        Pass.subtract(
          maximum: Scalar(maxima[r]), logarithm: Scalar(logarithms[r]),
          from: rows[r], rows.classes, to: output[r])
      }
    },
    dots: { rows, scratch, maxima, targets, dots, targetSums in
      let coefficients = Coefficients(
        targets: targets, classWeights: nil, targetFactor: 1, uniform: 0)
      Transformed.coefficientDots(
        rows, scratch, maxima, .identity, coefficients, dots, targetSums)
    },
    dotsWithLogarithms: { rows, _, targets, dots in
      for r in 0..<rows.rows {
        dots[r] = Pass.dotWithLogarithms(
          rows[r], rows.classes, targets: targets[r])
      }
    },
    coefficientDots: {
      rows, scratch, maxima, transform, coefficients, dots, sums in
      Transformed.coefficientDots(
        rows, scratch, maxima, transform, coefficients, dots, sums)
    },
    gradients: {
      rows, scratch, maxima, transform, coefficients, factors, weights,
      output in
      Transformed.gradients(
        rows, scratch, maxima, transform, coefficients, factors, weights,
        output)
    },
    statistics: { rows, scratch, transform, values in
      Transformed.statistics(rows, scratch, transform, values)
    },
    ranksAndFirsts: { rows, scratch, maxima, sums, targets, ranks, firsts in
      if rows.isShort {
        Short.ranksAndFirsts(rows, scratch, maxima, targets, ranks, firsts)
      }
      for r in 0..<rows.rows where !rows.isShort || sums[r].isNaN {
        let (rank, first) = Pass.rankAndFirst(
          rows[r], rows.classes, of: Int(targets[r]),
          maximum: Scalar(maxima[r]), mayHaveNaN: sums[r].isNaN)
        ranks[r] = Double(rank)
        firsts[r] = Double(first)
      }
    },
    divergences: { rows, maxima, others, otherMaxima, divergences in
      for r in 0..<rows.rows {
        divergences[r] = Pass.divergence(
          rows[r], maximum: Scalar(maxima[r]),
          others[r], maximum: Scalar(otherMaxima[r]), rows.classes)
      }
    },
    transformValues: { values, maxima, slopes, count, transform in
      TransformedRows<Double, InstructionSetArithmetic>.values(
        values, maxima, slopes, count, transform)
    },
    softmaxGradients: { probabilities, upstream, output in
      for r in 0..<output.rows {
        Pass.softmaxGradient(
          probabilities[r], upstream[r], output.classes, to: output[r])
      }
    },
    logSoftmaxGradients: { logProbabilities, upstream, output in
      for r in 0..<output.rows {
        Pass.logSoftmaxGradient(
          logProbabilities[r], upstream[r], output.classes, to: output[r])
      }
    },
    logarithms: { values, count in
      Row<Double, InstructionSetArithmetic>.logarithms(values, count)
    },
    sum: { values, count in
      Row<Double, InstructionSetArithmetic>.sum(values, count)
    },
    multiply: { a, b, addend, c, workspace in
      Product.multiply(a, b, plus: addend, into: c, workspace: workspace)
    },
    workspaceCount: Product.workspaceCount)
}
