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
  return RowPasses(
    maxima: { rows, maxima in
      if RowTile<Scalar>.isShort(rows.classes) {
        return Short.maxima(rows, maxima)
      }
      for r in 0..<rows.rows {
        maxima[r] = Double(Pass.maximum(rows[r], rows.classes))
      }
    },
    argmaxima: { rows, indices in
      for r in 0..<rows.rows {
        indices[r] = Pass.argmax(rows[r], rows.classes)
      }
    },
    maximaAndSumsOfExponentials: { rows, maxima, sums in
      if RowTile<Scalar>.isShort(rows.classes) {
        return Short.maximaAndSumsOfExponentials(rows, maxima, sums)
      }
      for r in 0..<rows.rows {
        let maximum = Pass.maximum(rows[r], rows.classes)
        maxima[r] = Double(maximum)
        sums[r] = Pass.sumOfExponentials(
          rows[r], rows.classes, PlainShift(maximum: maximum))
      }
    },
    storeExponentials: { rows, maxima, output, sums in
      if RowTile<Scalar>.isShort(rows.classes) {
        return Short.storeExponentials(rows, maxima, output, sums)
      }
      for r in 0..<rows.rows {
        sums[r] = Pass.storeExponentials(
          rows[r], rows.classes, PlainShift(maximum: Scalar(maxima[r])),
          to: output[r])
      }
    },
    scale: { output, factors in
      for r in 0..<output.rows {
        Pass.scale(output[r], output.classes, by: Scalar(factors[r]))
      }
    },
    subtract: { rows, maxima, logarithms, output in
      for r in 0..<rows.rows {
        Pass.subtract(
          maximum: Scalar(maxima[r]), logarithm: Scalar(logarithms[r]),
          from: rows[r], rows.classes, to: output[r])
      }
    },
    scaleAndSubtract: { output, factors, targets, weights in
      for r in 0..<output.rows {
        Pass.scale(
          output[r], output.classes, by: Scalar(factors[r]),
          subtracting: targets[r], times: Scalar(weights[r]))
      }
    },
    dots: { rows, maxima, targets, dots, targetSums in
      for r in 0..<rows.rows {
        dots[r] = Pass.dot(
          rows[r], rows.classes, PlainShift(maximum: Scalar(maxima[r])),
          targets: targets[r])
        targetSums[r] = Pass.sum(targets[r], rows.classes)
      }
    },
    dotsWithLogarithms: { rows, targets, dots in
      for r in 0..<rows.rows {
        dots[r] = Pass.dotWithLogarithms(
          rows[r], rows.classes, targets: targets[r])
      }
    },
    transformedMaximaAndSums: { rows, transform, maxima, sums in
      Transformed.maximaAndSums(rows, transform, maxima, sums)
    },
    coefficientDots: { rows, maxima, transform, coefficients, dots, sums in
      Transformed.coefficientDots(
        rows, maxima, transform, coefficients, dots, sums)
    },
    gradients: {
      rows, maxima, transform, coefficients, factors, weights, output in
      Transformed.gradients(
        rows, maxima, transform, coefficients, factors, weights, output)
    },
    statistics: { rows, transform, maxima, sums, products, squares in
      Transformed.statistics(rows, transform, maxima, sums, products, squares)
    },
    rankAndFirst: { rows, row, target, maximum, hasNaN in
      Pass.rankAndFirst(
        rows[row], rows.classes, of: target, maximum: Scalar(maximum),
        hasNaN: hasNaN)
    },
    divergences: { rows, maxima, others, otherMaxima, divergences in
      for r in 0..<rows.rows {
        divergences[r] = Pass.divergence(
          rows[r], PlainShift(maximum: Scalar(maxima[r])),
          others[r], PlainShift(maximum: Scalar(otherMaxima[r])),
          rows.classes)
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
    })
}
