/// One class index a sample, of any integer type, checked against the classes.
struct ClassTargets {
  /// The index of samples that are not to be read, if there can be one.
  let ignoreIndex: Int?
  private let start: UnsafeRawPointer?
  private let layout: ClassIndexLayout

  /// Class indices of any range.
  ///
  /// - Throws: `sizeMismatch` unless there is one a sample.
  init(
    unchecked start: UnsafeRawPointer?, _ layout: ClassIndexLayout,
    _ count: Int, for shape: BatchShape, ignoring ignoreIndex: Int? = nil
  ) throws(LogitsError) {
    guard count == shape.samples else {
      throw .sizeMismatch(
        .targets, expected: shape.samples...shape.samples, actual: count)
    }
    self.start = start
    self.layout = layout
    self.ignoreIndex = ignoreIndex
  }

  /// - Throws: `sizeMismatch` unless there is one target a sample,
  ///   `targetOutOfRange` for the first that is no class.
  init(
    _ start: UnsafeRawPointer?, _ layout: ClassIndexLayout, _ count: Int,
    for shape: BatchShape, ignoring ignoreIndex: Int? = nil
  ) throws(LogitsError) {
    try self.init(
      unchecked: start, layout, count, for: shape, ignoring: ignoreIndex)
    if let (row, value) = firstOutOfRange(count, shape.classes) {
      throw .targetOutOfRange(row: row, value: value, classes: shape.classes)
    }
  }

  /// The class of a sample.
  subscript(row: Int) -> Int {
    switch layout {
    case .int8: load(Int8.self, row)
    case .int16: load(Int16.self, row)
    case .int32: load(Int32.self, row)
    case .int64: load(Int64.self, row)
    case .uint8: load(UInt8.self, row)
    case .uint16: load(UInt16.self, row)
    case .uint32: load(UInt32.self, row)
    case .uint64: load(UInt64.self, row)
    }
  }

  /// Copies the classes of some samples.
  func copy(_ rows: Range<Int>, to classes: UnsafeMutablePointer<Int>) {
    switch layout {
    case .int8: copy(Int8.self, rows, classes)
    case .int16: copy(Int16.self, rows, classes)
    case .int32: copy(Int32.self, rows, classes)
    case .int64: copy(Int64.self, rows, classes)
    case .uint8: copy(UInt8.self, rows, classes)
    case .uint16: copy(UInt16.self, rows, classes)
    case .uint32: copy(UInt32.self, rows, classes)
    case .uint64: copy(UInt64.self, rows, classes)
    }
  }

  private func copy<Index: ClassIndex>(
    _ type: Index.Type, _ rows: Range<Int>,
    _ classes: UnsafeMutablePointer<Int>
  ) {
    for r in 0..<rows.count { classes[r] = load(type, rows.lowerBound + r) }
  }

  /// Whether a sample is not to be read.
  @inline(__always)
  func isIgnored(_ row: Int) -> Bool {
    ignoreIndex.map { $0 == self[row] } ?? false
  }

  /// How many of the samples are not ignored.
  func counted(_ samples: Int) -> Int {
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

  private func load<Index: ClassIndex>(_: Index.Type, _ row: Int) -> Int {
    let offset = row * MemoryLayout<Index>.stride
    return Int(
      truncatingIfNeeded: start.unsafelyUnwrapped.loadUnaligned(
        fromByteOffset: offset, as: Index.self))
  }

  private func firstOutOfRange(
    _ count: Int, _ classes: Int
  ) -> (row: Int, value: Int128)? {
    guard let start else { return nil }
    return switch layout {
    case .int8: scan(start, Int8.self, count, classes, ignoreIndex)
    case .int16: scan(start, Int16.self, count, classes, ignoreIndex)
    case .int32: scan(start, Int32.self, count, classes, ignoreIndex)
    case .int64: scan(start, Int64.self, count, classes, ignoreIndex)
    case .uint8: scan(start, UInt8.self, count, classes, ignoreIndex)
    case .uint16: scan(start, UInt16.self, count, classes, ignoreIndex)
    case .uint32: scan(start, UInt32.self, count, classes, ignoreIndex)
    case .uint64: scan(start, UInt64.self, count, classes, ignoreIndex)
    }
  }
}

/// The first index outside `0..<classes` that is not ignored, and its row.
///
/// A maximum is sought first, of the bits read as unsigned (which makes
/// negative numbers large): unlike a search, that compiles to vectors.
private func scan<Index: ClassIndex>(
  _ start: UnsafeRawPointer, _: Index.Type, _ count: Int, _ classes: Int,
  _ ignoreIndex: Int?
) -> (row: Int, value: Int128)? {
  let size = MemoryLayout<Index>.stride
  let limit = Index.Magnitude(Index(clamping: classes - 1))
  // Where nothing is ignored, class 0 may be: it is in the range anyway.
  let ignored = ignoreIndex.flatMap { Index(exactly: $0) } ?? 0
  func index(_ row: Int) -> Index {
    start.loadUnaligned(fromByteOffset: row * size, as: Index.self)
  }
  var largest: Index.Magnitude = 0
  for row in 0..<count {
    let index = index(row)
    let bits = Index.Magnitude(truncatingIfNeeded: index)
    largest = max(largest, index == ignored ? 0 : bits)
  }
  guard largest > limit else { return nil }
  return (0..<count).lazy.filter { index($0) != ignored }
    .map { ($0, Int128(index($0))) }
    .first { $0.1 < 0 || $0.1 > limit }
}
