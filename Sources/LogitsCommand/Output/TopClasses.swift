import ArrayFiles
import Logits

/// A class, and what is said of it.
typealias ClassValue = (class: Int, value: Double)

/// A new file of records with the k most probable classes of each sample, the
/// first of them first: CSV by its name, or NPY.
struct TopClasses: ~Copyable {
  private let file: RecordFile

  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - count: The k.
  ///   - samples: How many there are.
  ///   - value: What is written of each class.
  /// - Throws: `FileError` if the file cannot be written.
  init(path: String, _ count: Int, samples: Int, value: String) throws {
    let (records, overflow) = samples.multipliedReportingOverflow(by: count)
    guard !overflow else {
      throw FileError(path, "has too many records: \(samples) × \(count)")
    }
    file = try RecordFile(
      path: path, isText: RecordFile.isText(path), count: records,
      fields: [("class", .int64), (value, .float64)])
  }

  /// Writes the records of some samples.
  borrowing func write(_ samples: [[ClassValue]]) throws {
    try file.write { records in
      records.reserveCapacity(samples.reduce(0) { $0 + 2 * $1.count })
      for top in samples.joined() {
        records.append(top.class)
        records.append(top.value)
        records.endRecord()
      }
    }
  }

  consuming func commit() throws { try file.commit() }
}
