/// Arrays that are concatenated along their first axis.
package struct ConcatenatedArray: Sendable {
  /// One of the arrays, and its rows within the whole.
  package struct Part: Sendable {
    package let rows: Range<Int>
    package let array: StoredArray
  }

  package let parts: [Part]
  package let elementType: ElementType
  package let shape: [Int]

  /// - Parameter arrays: At least one. A single one may have any shape; several
  ///   need rows of the same shape.
  /// - Throws: ``FileError`` if their shapes or types do not match.
  package init(_ arrays: [StoredArray]) throws(FileError) {
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
  package var count: Int { shape.reduce(1, *) }

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
