import ArrayFiles
import Logits

/// Where the class of each sample is found.
protocol LabelSource {
  /// The labels of some samples.
  ///
  /// - Throws: `FileError` for what is no label.
  func labels(_ rows: Range<Int>) throws -> [Int]
}

/// A file of class indices, one per sample, which is read a block at a time: whole
/// numbers of any type, or rows of one 1 among zeros.
final class LabelsFile: LabelSource {
  private let path: String
  private let classes: Int
  private let ignored: [Int]
  private let reader: ArrayReader<Int>
  /// The elements of a row that is a 1 among zeros, at the label; 1 where they are
  /// labels.
  private let width: Int

  /// - Throws: `FileError` unless the array has the shape of one label per sample.
  init(
    _ array: ConcatenatedArray, for logits: LogitsFile, ignored: [Int]
  ) throws {
    let path = array.parts[0].array.path
    let isOneHot = logits.shape.isOneHot(labels: array.shape)
    if !isOneHot {
      try logits.shape.check(labels: array.shape, path, logits: logits.path)
    }
    self.path = path
    self.ignored = ignored
    classes = logits.classes
    width = isOneHot ? array.shape.last ?? 1 : 1
    reader = ArrayReader(array)
  }

  /// The labels in a file, which may have logits beside them.
  static func array(
    _ path: String, _ tensor: String?
  ) throws -> ConcatenatedArray {
    let collection = try ArrayCollection(at: [path])
    return try collection.array(tensor: tensor ?? collection.pair?.labels)
  }

  /// The labels of some samples.
  ///
  /// - Throws: `FileError` unless each is a class or one to ignore.
  func labels(_ rows: Range<Int>) throws -> [Int] {
    do {
      return try reader.withElements(
        rows.lowerBound * width..<rows.upperBound * width
      ) { elements in
        let labels =
          width == 1
          ? Array(elements)
          : try rows.map { row in
            let start = (row - rows.lowerBound) * width
            return try position(in: elements[start..<start + width], row)
          }
        try check(labels, of: rows)
        return labels
      }
    } catch let unlike as ArrayReader<Int>.UnlikeElement {
      throw error(
        unlike.index / width, "\(unlike.value) is not a whole number")
    }
  }

  private func check(_ labels: [Int], of rows: Range<Int>) throws {
    let (classes, ignored) = (classes, ignored)
    let wrong = labels.firstIndex {
      !(0..<classes ~= $0) && !ignored.contains($0)
    }
    guard let wrong else { return }
    let (label, row) = (labels[wrong], rows.lowerBound + wrong)
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
