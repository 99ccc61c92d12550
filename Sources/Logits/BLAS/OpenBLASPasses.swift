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
      widen: swift.widen,
      maxima: swift.maxima,
      argmaxima: swift.argmaxima,
      maximaAndSumsOfExponentials: { rows, scratch, transform, maxima, sums in
        guard transform.isIdentity, rows.format == .scalar else {
          return swift.maximaAndSumsOfExponentials(
            rows, scratch, transform, maxima, sums)
        }
        swift.sumExponentials(
          RowTile(rows), scratch, maxima, sums, output: nil)
      },
      exponentials: { rows, output, scratch, maxima, sums in
        swift.sumExponentials(rows, scratch, maxima, sums, output: output)
      },
      storeExponentials: swift.storeExponentials,
      scale: { output, scratch, factors in
        scaleRows(output, scratch, factors, otherwise: swift.scale)
      },
      scaleAndSubtract: { output, scratch, factors, targets, weights in
        scaleRows(output, scratch, factors, otherwise: swift.scale)
        for r in 0..<output.rows {
          forEachCut(of: output.classes, Scalar.maximumCount) { i, count in
            Scalar.axpy(
              count, Scalar(-weights[r]), targets[r] + i, output[r] + i)
          }
        }
      },
      subtract: swift.subtract,
      dots: { rows, scratch, maxima, targets, dots, targetSums in
        guard rows.format == .scalar else {
          return swift.dots(rows, scratch, maxima, targets, dots, targetSums)
        }
        let rows = RowTile(rows)
        dots.update(repeating: 0, count: rows.rows)
        targetSums.update(repeating: 0, count: rows.rows)
        let (first, second) = AlignedRows<Scalar>(scratch).halves
        rows.forEachPiece(of: first.capacity) { piece in
          let (shifted, y) = (first[piece], second[piece])
          y.copy(from: targets[piece])
          for r in 0..<piece.rows {
            let row = piece.firstRow + r
            let maximum = Scalar(maxima[row])
            // A target of 0 adds 0, also beside −∞.
            for i in 0..<piece.classes {
              shifted[r][i] = y[r][i] == 0 ? 0 : rows[piece][r][i] - maximum
            }
            dots[row] += Double(Scalar.dot(piece.classes, shifted[r], y[r]))
            targetSums[row] += Double(
              Scalar.dot(piece.classes, y[r], constants.ones))
          }
        }
      },
      dotsWithLogarithms: { rows, scratch, targets, dots in
        for r in 0..<rows.rows {
          dots[r] = dotWithLogarithms(
            rows[r], targets[r], rows.classes, scratch, swift.logarithms)
        }
      },
      coefficientDots: swift.coefficientDots,
      gradients: swift.gradients,
      statistics: swift.statistics,
      ranksAndFirsts: swift.ranksAndFirsts,
      divergences: swift.divergences,
      transformValues: swift.transformValues,
      softmaxGradients: swift.softmaxGradients,
      logSoftmaxGradients: swift.logSoftmaxGradients,
      logarithms: swift.logarithms,
      sum: { values, count in
        Double.dot(count, values, constants.doubleOnes)
      },
      multiply: { a, b, addend, c, _ in
        if a.fits32Bits, b.fits32Bits, c.fits32Bits {
          return multiplyByGEMM(a, b, addend, c)
        }
        let workspace = UnsafeMutablePointer<Scalar>.allocate(
          capacity: swift.workspaceCount)
        defer { workspace.deallocate() }
        swift.multiply(a, b, addend, c, workspace)
      },
      workspaceCount: 0)
  }
}

/// C = A B plus an addend; rows of it are put in C first.
private func multiplyByGEMM<Scalar: CBLASScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ addend: Addend<Scalar>,
  _ c: MutableMatrix<Scalar>
) {
  OpenBLASThreads.useOneHere()
  if case .row(let row) = addend {
    for i in 0..<c.rows { c.row(i).update(from: row, count: c.columns) }
  }
  let accumulates = if case .nothing = addend { false } else { true }
  SequentialOpenBLAS.inTurn { Scalar.gemm(a, b, c, accumulates) }
}

/// Scales each row by its factor with `scal`, which takes a factor of NaN for 0
/// (OpenBLAS 0.3.21): such rows are left to `otherwise`.
private func scaleRows<Scalar: CBLASScalar>(
  _ output: MutableRowTile<Scalar>, _ scratch: Scratch,
  _ factors: UnsafeMutablePointer<Double>,
  otherwise scale: RowPasses<Scalar>.Scale
) {
  for r in 0..<output.rows {
    if factors[r].isNaN {
      scale(output.row(r), scratch, factors + r)
    } else {
      forEachCut(of: output.classes, Scalar.maximumCount) { i, count in
        Scalar.scal(count, Scalar(factors[r]), output[r] + i)
      }
    }
  }
}

extension RowPasses where Scalar: CBLASScalar {
  /// Maxima, and sums of exponentials with `asum`, which are stored where there
  /// is an output.
  fileprivate func sumExponentials(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ sums: RowValues, output: MutableRowTile<Scalar>?
  ) {
    self.maxima(StoredTile(rows), scratch, maxima)
    let aligned = AlignedRows<Scalar>(scratch)
    sums.update(repeating: 0, count: rows.rows)
    rows.forEachPiece(of: aligned.capacity) { piece in
      let powers = aligned[piece]
      let sums = sums + piece.firstRow
      storeExponentials(rows[piece], maxima + piece.firstRow, powers)
      for r in 0..<piece.rows {
        sums[r] += Double(Scalar.asum(piece.classes, powers[r]))
      }
      output?[piece].copy(from: RowTile(powers))
    }
  }
}

/// Σ y · log p of one row, in Double; a target y of 0 adds 0, and a subnormal
/// one, as in the passes.
private func dotWithLogarithms<Scalar: CBLASScalar>(
  _ row: UnsafePointer<Scalar>, _ targets: UnsafePointer<Scalar>,
  _ classes: Int, _ scratch: Scratch,
  _ logarithms: RowPasses<Scalar>.Logarithms
) -> Double {
  var total = 0.0
  let (first, second) = AlignedRows<Double>(scratch).halves
  let (p, y) = (first.start, second.start)
  forEachCut(of: classes, first.capacity) { start, count in
    for i in 0..<count {
      let target = targets[start + i]
      y[i] = target.magnitude < .leastNormalMagnitude ? 0 : Double(target)
      p[i] = y[i] == 0 ? 1 : Double(row[start + i])
    }
    logarithms(p, count)
    total += Double.dot(count, p, y)
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

/// What dot products need to add.
///
/// It lives as long as the tables, at aligned addresses.
private struct Constants<Scalar: CBLASScalar>: @unchecked Sendable {
  let ones = repeating(Scalar(1), count: Scalar.maximumCount)
  let doubleOnes = repeating(1.0, count: RowTile<Scalar>.maximumRows)

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
