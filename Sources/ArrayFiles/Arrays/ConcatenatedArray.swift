/// Arrays that are concatenated along their first axis, each in a file of its own.
public struct ConcatenatedArray: Sendable {
  /// One of the arrays.
  public struct Part: Sendable {
    /// Its rows within the whole.
    public let rows: Range<Int>
    /// The array.
    public let array: StoredArray
  }

  /// The arrays, in order; at least one.
  public let parts: [Part]
  /// What the elements are.
  public let elementType: ElementType
  /// The number of elements along each axis, with the rows of all parts.
  public let shape: [Int]

  /// - Parameter arrays: At least one. A single one may have any shape; several
  ///   need rows of the same shape.
  /// - Throws: ``FileError`` if their shapes or types do not match.
  init(_ arrays: [StoredArray]) throws(FileError) {
    let first = arrays[0]
    var parts: [Part] = []
    var rows = 0
    for array in arrays {
      try Self.checkRows(of: array, like: first, alone: arrays.count == 1)
      let (end, overflow) = rows.addingReportingOverflow(array.shape.first ?? 1)
      guard !overflow else { throw Self.overflow(array) }
      parts.append(Part(rows: rows..<end, array: array))
      rows = end
    }
    self.parts = parts
    elementType = first.elementType
    shape = first.shape.isEmpty ? [] : [rows] + first.shape.dropFirst()
    guard elementType.byteCount(shape) != nil else {
      throw Self.overflow(first)
    }
  }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  private static func checkRows(
    of array: StoredArray, like first: StoredArray, alone: Bool
  ) throws(FileError) {
    guard !array.shape.isEmpty || alone else {
      throw FileError(array.path, "is a scalar, which has no rows")
    }
    guard array.shape.dropFirst() == first.shape.dropFirst() else {
      throw FileError(
        array.path,
        "has shape \(array.shape), which does not match \(first.shape) in "
          + first.path)
    }
    guard array.elementType == first.elementType else {
      throw FileError(
        array.path,
        "has elements of type '\(array.spelling)', not '\(first.spelling)' as "
          + "in \(first.path)")
    }
  }

  private static func overflow(_ array: StoredArray) -> FileError {
    FileError(array.path, "has too many rows, together with the other files")
  }
}
