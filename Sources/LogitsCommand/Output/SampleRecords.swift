import ArrayFiles
import Logits

/// A new NPY file with one record per sample.
struct SampleRecords: ~Copyable {
  private static let fields: [(name: String, type: ElementType)] = [
    ("target", .int64), ("prediction", .int64), ("rank", .int64),
    ("loss", .float64), ("weight", .float64), ("logSumExp", .float64),
    ("confidence", .float64), ("entropy", .float64), ("brier", .float64),
  ]

  private let file: AtomicFile

  init(path: String, samples: Int) throws {
    let file = try AtomicFile(path: path)
    let header = NPYHeader.bytes(records: samples, fields: Self.fields)
    try header.withUnsafeBytes { bytes in try file.write(bytes) }
    self.file = file
  }

  borrowing func write(_ block: ScoredBlock) throws {
    // All fields have 8 bytes.
    var words: [UInt64] = []
    words.reserveCapacity(block.samples.count * Self.fields.count)
    for (target, sample) in zip(block.targets, block.samples) {
      for number in [target, sample.prediction, sample.rank] {
        words.append(UInt64(bitPattern: Int64(number)).littleEndian)
      }
      for number in [
        sample.loss, sample.weight, sample.logSumExp, sample.confidence,
        sample.entropy, sample.brier,
      ] {
        words.append(number.bitPattern.littleEndian)
      }
    }
    try words.withUnsafeBytes { bytes in try file.write(bytes) }
  }

  consuming func commit() throws { try file.commit() }
}
