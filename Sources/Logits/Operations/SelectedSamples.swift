/// The samples of a batch that are not ignored.
struct SelectedSamples {
  let total: Int
  let targets: ClassTargets
  let count: Int

  init(_ total: Int, of targets: ClassTargets) {
    self.total = total
    self.targets = targets
    count = targets.selectedCount(of: total)
  }

  /// Whether some are left out.
  var isPart: Bool { count < total }

  /// The indices of some of them, from the first one that is not before `start`.
  ///
  /// - Returns: The index behind the last one.
  func indices(
    _ count: Int, from start: Int, to indices: UnsafeMutablePointer<Int>
  ) -> Int {
    var (found, sample) = (0, start)
    while found < count, sample < total {
      if !targets.isIgnored(sample) {
        indices[found] = sample
        found += 1
      }
      sample += 1
    }
    // Too few only if another thread has changed the targets since.
    (indices + found).update(repeating: 0, count: count - found)
    return sample
  }

  /// Calls `body` with each of the others.
  func forEachIgnored(_ body: (_ sample: Int) -> Void) {
    guard isPart else { return }
    for sample in 0..<total where targets.isIgnored(sample) { body(sample) }
  }
}
