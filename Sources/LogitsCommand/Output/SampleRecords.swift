import Logits

/// A new file with one record per sample: CSV by its name, or NPY.
struct SampleRecords: ~Copyable {
  private static let fields: [RecordFile.Field] = [
    ("target", .int64), ("prediction", .int64), ("rank", .int64),
    ("loss", .float64), ("weight", .float64), ("logSumExp", .float64),
    ("confidence", .float64), ("entropy", .float64), ("brier", .float64),
  ]

  private let file: RecordFile

  init(path: String, samples: Int) throws {
    file = try RecordFile(
      path: path, isText: RecordFile.isText(path), count: samples,
      fields: Self.fields)
  }

  borrowing func write(_ block: ScoredBlock) throws {
    try file.write { records in
      records.reserveCapacity(block.samples.count * Self.fields.count)
      for (target, sample) in zip(block.targets, block.samples) {
        records.append(target)
        records.append(sample.prediction)
        records.append(sample.rank)
        records.append(sample.loss)
        records.append(sample.weight)
        records.append(sample.logSumExp)
        records.append(sample.confidence)
        records.append(sample.entropy)
        records.append(sample.brier)
        records.endRecord()
      }
    }
  }

  consuming func commit() throws { try file.commit() }
}
