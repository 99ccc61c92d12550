/// The samples of a batch that are not ignored.
struct SelectedSamples {
  private let total: Int
  private let targets: ClassTargets
  /// Their indices; `nil` if none is ignored.
  let indices: [Int]?

  init(_ total: Int, of targets: ClassTargets) {
    self.total = total
    self.targets = targets
    indices =
      targets.selectedCount(of: total) == total
      ? nil : (0..<total).filter { !targets.isIgnored($0) }
  }

  var count: Int { indices?.count ?? total }

  /// The index in the batch.
  subscript(selected: Int) -> Int { indices?[selected] ?? selected }

  /// The others.
  var ignored: [Int] {
    indices == nil ? [] : (0..<total).filter { targets.isIgnored($0) }
  }
}
