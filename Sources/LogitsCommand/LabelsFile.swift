import ArrayFiles
import Logits

/// A file of class indices, one per sample, which is read a block at a time: whole
/// numbers of any type, or rows of one 1 among zeros.
final class LabelsFile {
  private let path: String
  private let classes: Int
  private let ignoreIndex: Int?
  private let reader: ArrayReader<Int>
  /// Whether a row of the file is a 1 among zeros, at the label.
  private let isOneHot: Bool

  /// - Throws: `FileError` unless the file has the shape of one label per sample.
  init(
    path: String, tensor: String?, for logits: LogitsFile, ignoreIndex: Int?
  ) throws {
    let collection = try ArrayCollection(at: [path])
    let array = try collection.array(tensor: tensor ?? collection.pair?.labels)
    classes = logits.classes
    let shape = array.shape
    isOneHot = classes > 1 && shape == [logits.samples, classes]
    guard isOneHot || shape.filter({ $0 != 1 }).count <= 1 else {
      throw FileError(path, "labels have shape \(shape); expected one axis")
    }
    guard isOneHot || array.count == logits.samples else {
      throw FileError(
        path,
        "\(array.count) labels for \(logits.samples) samples in "
          + logits.path)
    }
    self.path = array.parts[0].array.path
    self.ignoreIndex = ignoreIndex
    reader = ArrayReader(array)
  }

  /// The labels of some samples, counted from the start of the slice.
  ///
  /// - Throws: `FileError` unless each is a class or the index to ignore.
  func labels(_ rows: Range<Int>) throws -> ArraySlice<Int> {
    let width = isOneHot ? classes : 1
    do {
      return try reader.withElements(
        rows.lowerBound * width..<rows.upperBound * width
      ) { elements in
        var labels: [Int] = []
        labels.reserveCapacity(rows.count)
        for (i, row) in rows.enumerated() {
          labels.append(
            isOneHot
              ? try position(in: elements[i * width..<(i + 1) * width], row)
              : try checked(elements[i], row))
        }
        return labels[...]
      }
    } catch let unlike as ArrayReader<Int>.UnlikeElement {
      throw error(
        unlike.index / width, "\(unlike.value) is not a whole number")
    }
  }

  private func checked(_ label: Int, _ row: Int) throws -> Int {
    if 0..<classes ~= label || label == ignoreIndex { return label }
    let advice =
      label < 0 ? "; --ignore-index \(label) leaves such samples out" : ""
    throw error(
      row, "\(label) is not a class from 0 to \(classes - 1)" + advice)
  }

  /// The place of the 1 in a row.
  private func position(
    in elements: Slice<UnsafeBufferPointer<Int>>, _ row: Int
  ) throws -> Int {
    let others = elements.indices.filter { elements[$0] != 0 }
    guard others.count == 1, elements[others[0]] == 1 else {
      throw error(row, "is not a single 1 among zeros")
    }
    return others[0] - elements.startIndex
  }

  private func error(_ row: Int, _ problem: String) -> FileError {
    FileError(path, "row \(row): label \(problem)")
  }
}
