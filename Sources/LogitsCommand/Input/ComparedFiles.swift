import ArrayFiles

/// The files that are compared: BASE, each OTHER, and perhaps LABELS.
struct ComparedFiles {
  let base: ConcatenatedArray
  let others: [ConcatenatedArray]
  /// The others as they are called on the command line.
  let names: [String]
  /// The path of the labels; `nil` without any.
  let labels: String?

  /// - Parameters:
  ///   - paths: Two at least. The last of three or more is LABELS if it has whole
  ///     numbers, rows of one 1 among zeros, or fewer axes than BASE.
  ///   - tensor: The tensor of BASE.
  ///   - otherTensor: That of the others; `nil` for that of BASE, where their
  ///     tensors have names.
  ///   - hasLabels: Whether the last of three or more is LABELS, whatever it has.
  /// - Throws: `FileError` if a file cannot be read, or has no such tensor.
  init(
    _ paths: [String], tensor: String?, otherTensor: String?, hasLabels: Bool
  ) throws {
    let base = try ConcatenatedArray(paths: [paths[0]], tensor: tensor)
    var others = paths.dropFirst()
    let last = paths[paths.count - 1]
    let isLabels =
      try others.count > 1
      && (hasLabels
        || Self.isLabels(last, of: base, tensor: otherTensor ?? tensor))
    if isLabels { others.removeLast() }
    self.base = base
    names = Array(others)
    self.others = try others.map {
      try Self.array($0, tensor: tensor, otherTensor: otherTensor)
    }
    labels = isLabels ? last : nil
  }

  private static func isLabels(
    _ path: String, of base: ConcatenatedArray, tensor: String?
  ) throws -> Bool {
    let collection = try ArrayCollection(at: [path])
    let name = tensor.flatMap { collection.has($0) ? $0 : nil }
    // One of several tensors that nobody names is no file of labels.
    guard let array = try? collection.array(tensor: name) else { return false }
    return try !array.elementType.isFloatingPoint
      || array.axisCount < base.axisCount || array.startsWithOneHotRow()
  }

  private static func array(
    _ path: String, tensor: String?, otherTensor: String?
  ) throws -> ConcatenatedArray {
    let collection = try ArrayCollection(at: [path])
    guard otherTensor == nil, let tensor, !collection.names.isEmpty else {
      return try collection.array(tensor: otherTensor)
    }
    do {
      return try collection.array(tensor: tensor)
    } catch {
      guard !collection.has(tensor) else { throw error }
      throw FileError(
        error.path, error.reason + "; --other-tensor names that of OTHER")
    }
  }
}

extension ConcatenatedArray {
  /// The number of axes without those of extent 1.
  fileprivate var axisCount: Int { shape.count { $0 != 1 } }

  /// Whether the first row is a 1 among zeros, which no model's logits are.
  fileprivate func startsWithOneHotRow() throws -> Bool {
    guard let width = shape.last, width > 1, count > 0 else { return false }
    return try ArrayReader<Double>(self).withElements(0..<width) { row in
      row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == width - 1
    }
  }
}
