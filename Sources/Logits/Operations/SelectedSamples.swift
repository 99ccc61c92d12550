/// The samples of a batch that are not ignored.
struct SelectedSamples {
  private let total: Int
  /// Their indices; `nil` if none is ignored.
  let indices: [Int]?

  init(_ total: Int, of targets: ClassTargets) {
    self.total = total
    indices =
      targets.selectedCount(of: total) == total
      ? nil : (0..<total).filter { !targets.isIgnored($0) }
  }

  var count: Int { indices?.count ?? total }

  /// The index in the batch.
  subscript(selected: Int) -> Int { indices?[selected] ?? selected }

  /// The others.
  var ignored: [Int] {
    guard let indices else { return [] }
    var next = 0
    return (0..<total).filter { sample in
      guard next < indices.count, indices[next] == sample else { return true }
      next += 1
      return false
    }
  }
}
