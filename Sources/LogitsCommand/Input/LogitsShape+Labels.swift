import ArrayFiles

// What the labels of stored logits look like.
extension LogitsShape {
  /// Whether they are rows of one 1 among zeros, of the same shape.
  func isOneHot(labels: [Int]) -> Bool {
    labels == axes && rowStride ?? 1 > 1
  }

  /// Whether there is a number for each class of each sample.
  func isSoft(labels: [Int]) -> Bool {
    labels == axes && classes > 1 && !isBinary
  }

  /// - Throws: `FileError` unless there is a label for each sample: on the axes
  ///   of the samples, or all on one axis. Axes of extent 1 do not count.
  func check(labels: [Int], _ path: String, logits: String) throws(FileError) {
    let extents = labels.filter { $0 != 1 }
    let expected = sampleAxes
    guard
      extents != expected.filter({ $0 != 1 }), extents != [samples]
    else { return }
    let advice =
      axes.indices.first { axis in
        var others = axes
        others.remove(at: axis)
        return others.filter { $0 != 1 } == extents
      }.map { "; they fit with --class-axis \($0)" } ?? ""
    throw FileError(
      path,
      "labels have shape \(labels), and logits \(axes) in \(logits), which "
        + "need labels of shape \(expected.isEmpty ? [1] : expected)" + advice)
  }
}
