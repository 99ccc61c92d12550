import ArrayFiles
import Foundation
import Logits

/// The loss of each sequence, and whether all its predictions are right.
struct SequenceFigures {
  struct Totals {
    fileprivate(set) var samples = 0
    fileprivate(set) var correct = 0
    fileprivate var loss = 0.0
    fileprivate var weight = 0.0

    /// NaN without samples; always the same one, as its sign shows in text.
    var meanLoss: Double {
      let mean = loss / weight
      return mean.isNaN ? .nan : mean
    }
    fileprivate var isExact: Bool { samples > 0 && correct == samples }
  }

  private let sequences: Sequences
  private(set) var totals: [Totals]

  init(_ sequences: Sequences) {
    self.sequences = sequences
    totals = Array(repeating: Totals(), count: sequences.count)
  }

  mutating func add(_ block: ScoredBlock) {
    for (row, sample) in zip(block.rows, block.samples)
    where !sample.isIgnored {
      let index = sequences.index(of: row)
      totals[index].samples += 1
      totals[index].correct += sample.isCorrect ? 1 : 0
      totals[index].loss += sample.loss
      totals[index].weight += sample.weight
    }
  }

  /// Those with a sample that is not ignored.
  private var counted: [Totals] { totals.filter { $0.samples > 0 } }
  var exact: Int { totals.count { $0.isExact } }

  /// The mean over sequences, however long they are, of their mean losses.
  var macroLoss: Double {
    let losses = counted.map(\.meanLoss)
    return losses.reduce(0, +) / Double(losses.count)
  }
}

extension SequenceFigures: Report {
  var fields: [String: JSONField] {
    [
      "sequences": .count(totals.count),
      "exactSequences": .count(exact),
      "macroLoss": .number(macroLoss),
      "macroPerplexity": .number(exp(macroLoss)),
    ]
  }

  var lines: [TextLine] {
    let text = FigureText(hasNaN: !counted.isEmpty)
    let share = Double(exact) / Double(counted.count)
    return [
      ("sequences", "\(totals.count)"),
      ("  exact", "\(exact), \(text.percent(share))"),
      ("  cross-entropy", text.number(macroLoss, 6, unit: " nats (mean)")),
      ("  perplexity", text.number(exp(macroLoss), 6)),
    ]
  }
}

extension SequenceFigures {
  /// A new file with a record of each sequence: CSV by its name, or NPY.
  static func file(_ path: String, sequences: Int) throws -> RecordFile {
    try RecordFile(
      path: path, isText: RecordFile.isText(path), count: sequences,
      fields: [
        ("samples", .int64), ("correct", .int64), ("exact", .int64),
        ("loss", .float64), ("perplexity", .float64),
      ])
  }

  func append(to records: inout Records) {
    for total in totals {
      records.append(total.samples)
      records.append(total.correct)
      records.append(total.isExact ? 1 : 0)
      records.append(total.meanLoss)
      records.append(exp(total.meanLoss))
      records.endRecord()
    }
  }
}
