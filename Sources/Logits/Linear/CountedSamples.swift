/// The samples of a batch that are not ignored.
struct CountedSamples {
  private let total: Int
  /// Their indices; `nil` if all samples count.
  let some: [Int]?

  init(_ total: Int, of targets: ClassTargets) {
    self.total = total
    some =
      targets.counted(total) == total
      ? nil : (0..<total).filter { !targets.isIgnored($0) }
  }

  var count: Int { some?.count ?? total }

  /// The index in the batch.
  subscript(counted: Int) -> Int { some?[counted] ?? counted }

  /// The others.
  var ignored: [Int] {
    guard let some else { return [] }
    var next = 0
    return (0..<total).filter { sample in
      guard next < some.count, some[next] == sample else { return true }
      next += 1
      return false
    }
  }
}
