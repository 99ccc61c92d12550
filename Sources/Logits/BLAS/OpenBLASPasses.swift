import VectorPasses

#if OpenBLAS

/// A table with OpenBLAS for each that is given; none without the trait.
func openBLASPasses<Scalar: CBLASScalar>(
  over tables: [RowPasses<Scalar>]
) -> [RowPasses<Scalar>] {
  tables.map { $0.withOpenBLAS() }
}

extension RowPasses where Scalar: CBLASScalar {
  /// This table with sums, scalings, dot products and means from OpenBLAS.
  ///
  /// What BLAS does not have stays as it is: maxima (`isamax` is that of |x|),
  /// exponentials, logarithms, subtractions.
  fileprivate func withOpenBLAS() -> RowPasses {
    let swift = self
    let constants = Constants<Scalar>()
    return RowPasses(
      maxima: swift.maxima,
      argmaxima: swift.argmaxima,
      maximaAndSumsOfExponentials: { rows, maxima, sums in
        swift.maxima(rows, maxima)
        Scratch<Scalar>.withNew { scratch in
          rows.forEachPiece(of: scratch.capacity) { piece in
            swift.sumExponentials(rows, piece, maxima, sums, scratch[piece])
          }
        }
      },
      storeExponentials: { rows, maxima, output, sums in
        Scratch<Scalar>.withNew { scratch in
          rows.forEachPiece(of: scratch.capacity) { piece in
            let powers = scratch[piece]
            swift.sumExponentials(rows, piece, maxima, sums, powers)
            output[piece].copy(from: RowTile(powers))
          }
        }
      },
      scale: { output, factors in
        scaleRows(output, factors, otherwise: swift.scale)
      },
      subtract: swift.subtract,
      scaleAndSubtract: { output, factors, targets, weights in
        scaleRows(output, factors, otherwise: swift.scale)
        for r in 0..<output.rows {
          forEachCut(of: output.classes, Scalar.maximumCount) { i, count in
            Scalar.axpy(
              count, Scalar(-weights[r]), targets[r] + i, output[r] + i)
          }
        }
      },
      dots: { rows, maxima, targets, dots, targetSums in
        dots.update(repeating: 0, count: rows.rows)
        targetSums.update(repeating: 0, count: rows.rows)
        Scratch<Scalar>.withNew { scratch in
          let (first, second) = scratch.halves
          rows.forEachPiece(of: first.capacity) { piece in
            let (shifted, y) = (first[piece], second[piece])
            y.copy(from: targets[piece])
            swift.subtract(
              rows[piece], maxima + piece.firstRow, constants.zeros, shifted)
            for r in 0..<piece.rows {
              // A target of 0 adds 0, also beside −∞.
              for i in 0..<piece.classes where y[r][i] == 0 {
                shifted[r][i] = 0
              }
              let row = piece.firstRow + r
              dots[row] += Double(Scalar.dot(piece.classes, shifted[r], y[r]))
              targetSums[row] += Double(
                Scalar.dot(piece.classes, y[r], constants.ones))
            }
          }
        }
      },
      dotsWithLogarithms: { rows, targets, dots in
        for r in 0..<rows.rows {
          dots[r] = dotWithLogarithms(
            rows[r], targets[r], rows.classes, swift.logarithms)
        }
      },
      transformedMaximaAndSums: swift.transformedMaximaAndSums,
      coefficientDots: swift.coefficientDots,
      gradients: swift.gradients,
      statistics: swift.statistics,
      rankAndFirst: swift.rankAndFirst,
      divergences: swift.divergences,
      transformValues: swift.transformValues,
      softmaxGradients: swift.softmaxGradients,
      logSoftmaxGradients: swift.logSoftmaxGradients,
      logarithms: swift.logarithms,
      sum: { values, count in
        var sum = 0.0
        Scratch<Double>.withNew { scratch in
          scratch.start.update(from: values, count: count)
          sum = Double.dot(count, scratch.start, constants.doubleOnes)
        }
        return sum
      })
  }
}

/// Scales each row by its factor with `scal`, which takes a factor of NaN for 0
/// (OpenBLAS 0.3.21): such rows are left to `otherwise`.
private func scaleRows<Scalar: CBLASScalar>(
  _ output: MutableRowTile<Scalar>, _ factors: UnsafeMutablePointer<Double>,
  otherwise scale: RowPasses<Scalar>.Scale
) {
  for r in 0..<output.rows {
    if factors[r].isNaN {
      scale(output.row(r), factors + r)
    } else {
      forEachCut(of: output.classes, Scalar.maximumCount) { i, count in
        Scalar.scal(count, Scalar(factors[r]), output[r] + i)
      }
    }
  }
}

extension RowPasses where Scalar: CBLASScalar {
  /// Stores the exponentials of a piece in scratch memory, and adds them to the
  /// sums of their rows with `asum`.
  fileprivate func sumExponentials(
    _ rows: RowTile<Scalar>, _ piece: Piece, _ maxima: RowValues,
    _ sums: RowValues, _ powers: MutableRowTile<Scalar>
  ) {
    let sums = sums + piece.firstRow
    let before = piece.firstClass == 0 ? 0 : sums[0]
    storeExponentials(rows[piece], maxima + piece.firstRow, powers, sums)
    for r in 0..<piece.rows {
      sums[r] = before + Double(Scalar.asum(piece.classes, powers[r]))
    }
  }
}

/// Σ y · log p of one row, in Double; a target y of 0 adds 0.
private func dotWithLogarithms<Scalar: CBLASScalar>(
  _ row: UnsafePointer<Scalar>, _ targets: UnsafePointer<Scalar>,
  _ classes: Int, _ logarithms: RowPasses<Scalar>.Logarithms
) -> Double {
  var total = 0.0
  Scratch<Double>.withNew { scratch in
    let (first, second) = scratch.halves
    let (p, y) = (first.start, second.start)
    forEachCut(of: classes, first.capacity) { start, count in
      for i in 0..<count {
        y[i] = Double(targets[start + i])
        p[i] = y[i] == 0 ? 1 : Double(row[start + i])
      }
      logarithms(p, count)
      total += Double.dot(count, p, y)
    }
  }
  return total
}

/// Cuts `total` elements in runs of at most `length`.
private func forEachCut(
  of total: Int, _ length: Int, _ body: (_ start: Int, _ count: Int) -> Void
) {
  for start in stride(from: 0, to: total, by: length) {
    body(start, min(length, total - start))
  }
}

/// What dot products need to add, and a pass to subtract nothing.
///
/// It lives as long as the tables, at aligned addresses.
private struct Constants<Scalar: CBLASScalar>: @unchecked Sendable {
  let ones = repeating(Scalar(1), count: Scalar.maximumCount)
  let doubleOnes = repeating(1.0, count: RowTile<Scalar>.maximumRows)
  let zeros = repeating(0.0, count: RowTile<Scalar>.maximumRows)

  private static func repeating<Element>(
    _ value: Element, count: Int
  ) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64
    ).initializeMemory(as: Element.self, repeating: value, count: count)
  }
}

#else

func openBLASPasses<Scalar: VectorScalar>(
  over tables: [RowPasses<Scalar>]
) -> [RowPasses<Scalar>] {
  []
}

#endif
