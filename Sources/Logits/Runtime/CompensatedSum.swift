/// A sum that keeps what its additions round away, and adds it in the end
/// (Ogita, Rump and Oishi, 2005).
struct CompensatedSum {
  private var total = 0.0
  private var rest = 0.0

  mutating func add(_ x: Double) {
    let sum = total + x
    // Exact, whichever of the two is larger (Knuth).
    let added = sum - total
    rest += (total - (sum - added)) + (x - added)
    total = sum
  }

  /// Infinite and NaN where the plain sum is: the rest is NaN then.
  var value: Double { total.isFinite ? total + rest : total }
}
