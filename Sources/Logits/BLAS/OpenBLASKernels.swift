#if OpenBLAS
import KernelTypes

/// A table with sums, scalings, dot products and matrix products from OpenBLAS,
/// and everything else from the table that it stands on.
///
/// BLAS has no maxima (`isamax` is that of |x|), exponentials, logarithms or
/// subtractions.
protocol OpenBLASKernels: DerivedKernelTable where Scalar: CBLASScalar {}

extension OpenBLASKernels {
  static func maximaAndRests(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues
  ) {
    guard transform.isIdentity, rows.format == .scalar else {
      return Base.maximaAndRests(
        rows, scratch, transform, maxima, rests)
    }
    sumExponentials(rows, scratch, maxima, rests, output: nil)
  }

  static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, _ targets: TargetValues?
  ) {
    // Before an exponential takes its place.
    if let targets {
      for r in 0..<rows.rows {
        targets.values[r] = Double(rows[r][targets.classes[r]])
      }
    }
    sumExponentials(rows, scratch, maxima, rests, output: output)
  }

  /// Maxima, and rests with `asum`; the exponentials are stored where there is an
  /// output.
  private static func sumExponentials(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, output: Tile<Scalar>?
  ) {
    Base.maxima(rows, scratch, maxima)
    let aligned = AlignedRows<Scalar>(scratch)
    rests.update(repeating: 0, count: rows.rows)
    var withLargest = RowSet()
    rows.forEachPart(of: aligned.capacity) { part in
      let exponentials = aligned[part]
      Base.storeExponentials(rows[part], maxima + part.firstRow, exponentials)
      for r in 0..<part.rows {
        let row = part.firstRow + r
        let e = UnsafeMutableBufferPointer(
          start: exponentials[r], count: part.classes)
        // The first 1 is that of the largest element, or as good.
        let largest = withLargest.contains(row) ? nil : e.firstIndex(of: 1)
        if let largest {
          withLargest.insert(row)
          e[largest] = 0
        }
        rests[row] += Double(Scalar.asum(part.classes, exponentials[r]))
        if let largest { e[largest] = 1 }
      }
      output?[part].copy(from: exponentials)
    }
  }

  /// With `scal`, which takes a factor of NaN for 0 (OpenBLAS 0.3.21): such rows
  /// are left to Swift.
  static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: TargetValues?
  ) {
    for r in 0..<output.rows {
      if factors[r].isNaN {
        Base.scale(output.row(r), scratch, factors + r, nil)
      } else {
        forEachCall(of: output.classes, Scalar.maximumCount) { i, count in
          Scalar.scal(count, Scalar(factors[r]), output[r] + i)
        }
      }
    }
    guard let targets else { return }
    for r in 0..<output.rows {
      output[r][targets.classes[r]] -= Scalar(targets.values[r])
    }
  }

  static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: Tile<Scalar>, _ weights: RowValues
  ) {
    scale(output, scratch, factors, nil)
    for r in 0..<output.rows {
      forEachCall(of: output.classes, Scalar.maximumCount) { i, count in
        Scalar.axpy(count, Scalar(-weights[r]), targets[r] + i, output[r] + i)
      }
    }
  }

  static func targetDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: Tile<Scalar>, _ dots: RowValues, _ targetSums: RowValues
  ) {
    guard rows.format == .scalar else {
      return Base.targetDots(rows, scratch, maxima, targets, dots, targetSums)
    }
    dots.update(repeating: 0, count: rows.rows)
    targetSums.update(repeating: 0, count: rows.rows)
    let (first, second) = AlignedRows<Scalar>(scratch).halves
    rows.forEachPart(of: first.capacity) { part in
      let (centered, y) = (first[part], second[part])
      y.copy(from: targets[part])
      for r in 0..<part.rows {
        let row = part.firstRow + r
        let maximum = Scalar(maxima[row])
        // A target of 0 adds 0, also beside −∞.
        for i in 0..<part.classes {
          centered[r][i] = y[r][i] == 0 ? 0 : rows[part][r][i] - maximum
        }
        dots[row] += Double(Scalar.dot(part.classes, centered[r], y[r]))
        targetSums[row] += Double(Scalar.dot(part.classes, y[r], Scalar.ones))
      }
    }
  }

  /// In Double; a subnormal target counts as 0, as in Swift.
  static func logarithmDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ targets: Tile<Scalar>,
    _ dots: RowValues
  ) {
    let (first, second) = AlignedRows<Double>(scratch).halves
    let (p, y) = (first.start, second.start)
    for r in 0..<rows.rows {
      let (row, targets) = (rows[r], targets[r])
      dots[r] = 0
      forEachCall(of: rows.classes, first.capacity) { start, count in
        for i in 0..<count {
          let target = targets[start + i]
          y[i] = target.magnitude < .leastNormalMagnitude ? 0 : Double(target)
          p[i] = y[i] == 0 ? 1 : Double(row[start + i])
        }
        Base.logarithms(p, count)
        dots[r] += Double.dot(count, p, y)
      }
    }
  }

  static func sum(_ values: RowValues, _ count: Int) -> Double {
    Double.dot(count, values, Double.ones)
  }

  static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ addend: Addend<Scalar>,
    _ c: Matrix<Scalar>, _: UnsafeMutablePointer<Scalar>
  ) {
    guard a.fits32Bits, b.fits32Bits, c.fits32Bits else {
      let workspace = UnsafeMutablePointer<Scalar>.allocate(
        capacity: Base.workspaceCount)
      defer { workspace.deallocate() }
      return Base.multiply(a, b, addend, c, workspace)
    }
    OpenBLASThreads.useOneHere()
    guard let row = addend.row else {
      return gemm(a, b, c, accumulates: addend.accumulates)
    }
    if !addend.accumulates, a.columns <= termsAtOnce {
      for i in 0..<c.rows { c.row(i).update(from: row, count: c.columns) }
      gemm(a, b, c, accumulates: true)
    } else {
      gemm(a, b, c, accumulates: addend.accumulates)
      // From the end, which is in cache.
      for i in (0..<c.rows).reversed() { add(row, to: c.row(i), c.columns) }
    }
  }

  /// Terms that OpenBLAS adds up before it adds them to what is there: a row that
  /// is there is rounded once then, and took no sweep of its own.
  private static var termsAtOnce: Int { 240 }

  private static func gemm(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ c: Matrix<Scalar>,
    accumulates: Bool
  ) {
    SequentialOpenBLAS.inTurn { Scalar.gemm(a, b, c, accumulates) }
  }

  private static func add(
    _ row: UnsafePointer<Scalar>, to sums: UnsafeMutablePointer<Scalar>,
    _ count: Int
  ) {
    forEachCall(of: count, Scalar.maximumCount) { i, count in
      Scalar.axpy(count, 1, row + i, sums + i)
    }
  }

  static var workspaceCount: Int { 0 }

  /// Calls `body` for at most `length` of the elements at a time.
  private static func forEachCall(
    of total: Int, _ length: Int, _ body: (_ start: Int, _ count: Int) -> Void
  ) {
    for start in stride(from: 0, to: total, by: length) {
      body(start, min(length, total - start))
    }
  }
}
#endif
