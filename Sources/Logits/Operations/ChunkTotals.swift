/// The parts of each row's loss that chunks of the classes add up to.
///
/// With m the largest of the logits so far and z the transformed ones, these are
/// m, Σ exp(z − m) − 1, Σ t (z − m) and Σ t for the weights t that all classes have,
/// and the logit of the target.
struct ChunkTotals {
  let maxima: UnsafeMutablePointer<Double>
  let rests: UnsafeMutablePointer<Double>
  let dots: UnsafeMutablePointer<Double>
  let weightSums: UnsafeMutablePointer<Double>
  let targetLogits: UnsafeMutablePointer<Double>

  /// Numbers of each row.
  static let count = 5

  /// Cut from ``count`` numbers for each of the rows.
  init(_ memory: UnsafeMutablePointer<Double>, rows: Int) {
    maxima = memory
    rests = memory + rows
    dots = memory + 2 * rows
    weightSums = memory + 3 * rows
    targetLogits = memory + 4 * rows
  }

  /// No classes, for the first rows.
  func clear(_ rows: Int) {
    maxima.update(repeating: -.infinity, count: rows)
    rests.update(repeating: -1, count: rows)
    dots.update(repeating: 0, count: rows)
    weightSums.update(repeating: 0, count: rows)
    targetLogits.update(repeating: 0, count: rows)
  }
}
