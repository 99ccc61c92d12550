/// The class of each sample.
///
/// The memory is the caller's, and another thread may change it after it was
/// checked. What is no class then is read as 0, since it is used as an index.
struct ClassTargets {
  /// The index of samples that are not to be read, if there can be one.
  private(set) var ignoreIndex: Int?
  /// The largest class, where the range was checked.
  private var last: Int?
  private let start: UnsafeRawPointer?
  private let type: _ElementType

  /// Class indices of any range.
  ///
  /// - Throws: `elementType` for probabilities, `sizeMismatch` unless there is
  ///   one per sample.
  init(
    ofAnyRange indices: TargetElements, for shape: BatchShape,
    ignoring ignoreIndex: Int? = nil
  ) throws(LogitsError) {
    guard indices.type.isIndex else {
      throw .notIndices(.targets, indices.type)
    }
    if shape.classes > 1, indices.count > 0,
      indices.count == shape.samples &* shape.classes
    {
      throw .oneHotIntegers(indices.count)
    }
    try checkCount(indices.count, .targets, shape)
    start = indices.bytes.baseAddress
    type = indices.type
    self.ignoreIndex = ignoreIndex
  }

  /// - Throws: As above, and `targetOutOfRange` for the first that is no class.
  init(
    _ indices: TargetElements, for shape: BatchShape,
    ignoring ignoreIndex: Int? = nil
  ) throws(LogitsError) {
    try self.init(ofAnyRange: indices, for: shape, ignoring: ignoreIndex)
    if let (row, value) = firstOutOfRange(shape.samples, shape.classes) {
      throw .targetOutOfRange(row: row, value: value, classes: shape.classes)
    }
    last = shape.classes - 1
  }

  /// Classes of the library's own, none of them ignored.
  init(_ classes: UnsafePointer<Int>) {
    start = UnsafeRawPointer(classes)
    type = Int._type
    ignoreIndex = nil
  }

  /// The same, of samples that are known not to be ignored: each has a class.
  var ofSelected: ClassTargets {
    var selected = self
    selected.ignoreIndex = nil
    return selected
  }

  /// The class of a sample.
  subscript(row: Int) -> Int {
    var value = 0
    copy(row..<row + 1, to: &value)
    return value
  }

  /// Copies the classes of some samples.
  func copy(_ rows: Range<Int>, to classes: UnsafeMutablePointer<Int>) {
    switch type {
    case .int8: copy(Int8.self, rows, classes)
    case .int16: copy(Int16.self, rows, classes)
    case .int32: copy(Int32.self, rows, classes)
    case .int64: copy(Int64.self, rows, classes)
    case .uint8: copy(UInt8.self, rows, classes)
    case .uint16: copy(UInt16.self, rows, classes)
    case .uint32: copy(UInt32.self, rows, classes)
    default: copy(UInt64.self, rows, classes)
    }
  }

  private func copy<Index: ClassIndex>(
    _: Index.Type, _ rows: Range<Int>, _ classes: UnsafeMutablePointer<Int>
  ) {
    let size = MemoryLayout<Index>.stride
    let first = start.unsafelyUnwrapped + rows.lowerBound * size
    func index(_ r: Int) -> Int {
      Int(
        truncatingIfNeeded: first.loadUnaligned(
          fromByteOffset: r * size, as: Index.self))
    }
    guard let last else {
      for r in 0..<rows.count { classes[r] = index(r) }
      return
    }
    // Without branches and comparisons, that compiles to vectors.
    func classOrZero(_ index: Int) -> Int {
      index & ~(signOfOutside(index, last: last) >> (Int.bitWidth - 1))
    }
    if let ignoreIndex {
      for r in 0..<rows.count {
        let index = index(r)
        classes[r] = index == ignoreIndex ? index : classOrZero(index)
      }
    } else {
      for r in 0..<rows.count { classes[r] = classOrZero(index(r)) }
    }
  }

  /// Whether a sample is not to be read.
  @inline(__always)
  func isIgnored(_ row: Int) -> Bool {
    if let ignoreIndex { return ignoreIndex == self[row] }
    return false
  }

  /// The number of samples that aren't ignored.
  func selectedCount(of samples: Int) -> Int {
    guard let ignoreIndex else { return samples }
    var count = samples
    // 1 KiB: on the stack.
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 128) { some in
      guard let start = some.baseAddress else { return }
      for first in stride(from: 0, to: samples, by: some.count) {
        let rows = first..<min(first + some.count, samples)
        copy(rows, to: start)
        for r in 0..<rows.count where start[r] == ignoreIndex { count -= 1 }
      }
    }
    return count
  }

  private func firstOutOfRange(
    _ count: Int, _ classes: Int
  ) -> (row: Int, value: Int128)? {
    guard let start else { return nil }
    return switch type {
    case .int8: scan(start, Int8.self, count, classes, ignoreIndex)
    case .int16: scan(start, Int16.self, count, classes, ignoreIndex)
    case .int32: scan(start, Int32.self, count, classes, ignoreIndex)
    case .int64: scan(start, Int64.self, count, classes, ignoreIndex)
    case .uint8: scan(start, UInt8.self, count, classes, ignoreIndex)
    case .uint16: scan(start, UInt16.self, count, classes, ignoreIndex)
    case .uint32: scan(start, UInt32.self, count, classes, ignoreIndex)
    default: scan(start, UInt64.self, count, classes, ignoreIndex)
    }
  }
}

/// The first index outside `0..<classes` that is not ignored, and its row.
///
/// First all are looked at together: unlike a search, that compiles to vectors.
private func scan<Index: ClassIndex>(
  _ start: UnsafeRawPointer, _: Index.Type, _ count: Int, _ classes: Int,
  _ ignoreIndex: Int?
) -> (row: Int, value: Int128)? {
  let size = MemoryLayout<Index>.stride
  let last = classes &- 1
  func index(_ row: Int) -> Index {
    start.loadUnaligned(fromByteOffset: row &* size, as: Index.self)
  }
  // What is too large for an Int is negative.
  func sign(_ index: Index) -> Int {
    signOfOutside(Int(truncatingIfNeeded: index), last: last)
  }
  var signs = 0
  for row in 0..<count { signs |= sign(index(row)) }
  guard signs < 0 else { return nil }
  let ignored = ignoreIndex.flatMap { Index(exactly: $0) }
  for row in 0..<count where sign(index(row)) < 0 && index(row) != ignored {
    return (row, Int128(index(row)))
  }
  return nil
}

/// Negative for an index outside `0...last`: where i or last − i is, which shows
/// in the sign of both, one or the other.
@inline(__always)
private func signOfOutside(_ index: Int, last: Int) -> Int {
  index | (last &- index)
}
