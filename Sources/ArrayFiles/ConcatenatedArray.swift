/// Arrays that are read as one, end to end along their first axis.
package struct ConcatenatedArray: Sendable {
  /// An array, and which rows of the whole it holds.
  package struct Part: Sendable {
    package let rows: Range<Int>
    package let array: StoredArray
  }

  package let parts: [Part]
  package let elementType: ElementType
  package let shape: [Int]

  /// - Parameter arrays: At least one. One alone may have any shape; several
  ///   have rows, all of one shape.
  /// - Throws: ``FileError`` if they do not fit.
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

  /// The number of elements, through all axes.
  package var count: Int { shape.reduce(1, *) }

  private static func checkRows(
    of array: StoredArray, like first: StoredArray, alone: Bool
  ) throws(FileError) {
    guard !array.shape.isEmpty || alone else {
      throw FileError(array.path, "is a single number, which has no rows")
    }
    guard array.shape.dropFirst() == first.shape.dropFirst() else {
      throw FileError(
        array.path,
        "has shape \(array.shape), whose rows do not fit \(first.shape) in "
          + first.path)
    }
    guard array.elementType == first.elementType else {
      throw FileError(
        array.path,
        "has elements of type '\(array.spelling)', unlike "
          + "'\(first.spelling)' in \(first.path)")
    }
  }

  private static func overflow(_ array: StoredArray) -> FileError {
    FileError(array.path, "has too many rows, with those of the other files")
  }
}
