import ArrayFiles
import Logits

/// A new NPY file of records with the k most probable classes of each sample, the
/// first of them first.
struct TopClasses: ~Copyable {
  private let file: RecordFile
  private let count: Int
  private let shape: LogitsShape

  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - count: The k, at most the number of classes.
  ///   - value: What is written of each class.
  ///   - shape: That of the logits.
  /// - Throws: `FileError` if the file cannot be written.
  init(
    path: String, _ count: Int, value: String, of shape: LogitsShape
  ) throws {
    let (records, overflow) = shape.samples.multipliedReportingOverflow(
      by: count)
    guard !overflow else {
      throw FileError(path, "has too many records: \(shape.samples) × \(count)")
    }
    file = try RecordFile(
      path: path, isText: false, count: records,
      fields: [("class", .int64), (value, .float64)])
    self.count = count
    self.shape = shape
  }

  /// Writes the records of a block.
  ///
  /// - Parameters:
  ///   - logits: Logits in the layout of the file; NaN counts as the largest, and
  ///     the first of equal ones comes first.
  ///   - results: A number for each of them, without gaps.
  /// - Throws: `FileError` if the file cannot be written.
  borrowing func write<Scalar: LogitScalar>(
    _ logits: UnsafeBufferPointer<Scalar>, _ results: [Scalar]
  ) throws {
    let samples = results.count / shape.classes
    let classes = classesOfLargest(
      count, ofEach: samples, in: logits, at: shape.indices(ofSample:))
    try file.write { records in
      records.reserveCapacity(2 * classes.count)
      for (i, c) in classes.enumerated() {
        let first = shape.resultIndex(ofSample: i / count)
        records.append(c)
        records.append(Double(results[first + c * shape.positions]))
        records.endRecord()
      }
    }
  }

  consuming func commit() throws { try file.commit() }
}
