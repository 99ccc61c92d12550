import ArrayFiles
import Logits

/// A new file with one record per sample: CSV by its name, or NPY.
struct SampleRecords: ~Copyable {
  private static let fields: [(name: String, type: ElementType)] = [
    ("target", .int64), ("prediction", .int64), ("rank", .int64),
    ("loss", .float64), ("weight", .float64), ("logSumExp", .float64),
    ("confidence", .float64), ("entropy", .float64), ("brier", .float64),
  ]

  private let file: AtomicFile
  private let isText: Bool

  init(path: String, samples: Int) throws {
    let file = try AtomicFile(path: path)
    let isText = path.hasSuffix(".csv")
    if isText {
      try file.write(Self.fields.map(\.name).joined(separator: ",") + "\n")
    } else {
      let header = NPYHeader.bytes(records: samples, fields: Self.fields)
      try header.withUnsafeBytes { bytes in try file.write(bytes) }
    }
    self.file = file
    self.isText = isText
  }

  borrowing func write(_ block: ScoredBlock) throws {
    if isText {
      var text = ""
      for (target, sample) in zip(block.targets, block.samples) {
        let cells =
          sample.indices(target).map(\.description)
          + sample.numbers.map { $0.isNaN ? "nan" : $0.description }
        text += cells.joined(separator: ",") + "\n"
      }
      return try file.write(text)
    }
    // All fields have 8 bytes.
    var words: [UInt64] = []
    words.reserveCapacity(block.samples.count * Self.fields.count)
    for (target, sample) in zip(block.targets, block.samples) {
      for index in sample.indices(target) {
        words.append(UInt64(bitPattern: Int64(index)).littleEndian)
      }
      for number in sample.numbers {
        words.append(number.bitPattern.littleEndian)
      }
    }
    try words.withUnsafeBytes { bytes in try file.write(bytes) }
  }

  consuming func commit() throws { try file.commit() }
}

extension SampleEvaluation {
  fileprivate func indices(_ target: Int) -> [Int] {
    [target, prediction, rank]
  }

  fileprivate var numbers: [Double] {
    [loss, weight, logSumExp, confidence, entropy, brier]
  }
}
