import KernelTypes

extension VectorTable {
  /// The divergences of rows that are not swept twice only where they have to
  /// be, but always: `addSums` finds Σ e, Σ e g(d) and Σ e (e^−d − 1) for given
  /// excesses, and may use the first of the numbers in scratch memory.
  @inline(__always)
  static func closerDivergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>, _ otherMaxima: RowValues,
    _ divergences: RowValues,
    _ addSums: (
      _ excesses: RowValues, _ weights: RowValues, _ remainders: RowValues,
      _ changes: RowValues
    ) -> Void
  ) {
    let (changes, weights) = (scratch.numbers(1), scratch.numbers(2))
    let excesses = scratch.numbers(3)
    maximaAndRests(rows, scratch, .identity, maxima, weights)
    maximaAndRests(
      others, scratch, .identity, otherMaxima, excesses)
    for r in 0..<rows.rows {
      excesses[r] = (1 + weights[r]) / (1 + excesses[r])
    }
    logarithms(excesses, rows.rows)
    addSums(excesses, weights, divergences, changes)
    for r in 0..<rows.rows {
      // g(δ), of a tiny δ.
      let change = changes[r] / weights[r]
      let divergence = divergences[r] / weights[r] - change * change / 2
      // Squares of logits around 1e-20 vanish, and leave less than nothing.
      divergences[r] = divergence < 0 ? 0 : divergence
    }
  }
}
