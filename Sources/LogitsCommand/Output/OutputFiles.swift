import ArrayFiles

/// The files that `logits evaluate` writes: created first, so that a bad path fails
/// before the long work, and given their names when all are complete.
struct OutputFiles: ~Copyable {
  private let samples: SampleRecords?
  private let top: TopClasses?
  private let sequences: RecordFile?
  private let summary: AtomicFile?
  private let page: AtomicFile?

  init(
    _ options: OutputOptions, samples count: Int, sequences sequenceCount: Int
  ) throws {
    let samples = try options.perSample.map {
      try SampleRecords(path: $0, samples: count)
    }
    let top = try options.topClasses.map {
      try TopClasses(
        path: $0, options.topLogProbabilities ?? 0, samples: count,
        value: "logProbability")
    }
    let sequences = try options.perSequence.map {
      try SequenceFigures.file($0, sequences: sequenceCount)
    }
    let summary = try options.summary.map { try AtomicFile(path: $0) }
    let page = try options.report.map { try AtomicFile(path: $0) }
    self.samples = samples
    self.top = top
    self.sequences = sequences
    self.summary = summary
    self.page = page
  }

  borrowing func write(_ block: ScoredBlock) throws {
    try samples?.write(block)
    try top?.write(block.top)
  }

  borrowing func write(_ figures: SequenceFigures) throws {
    try sequences?.write { figures.append(to: &$0) }
  }

  borrowing func write(summary part: EvaluationPart) throws {
    try summary?.write(part.json())
  }

  borrowing func write(page html: String) throws { try page?.write(html) }

  consuming func commit() throws {
    try samples?.commit()
    try top?.commit()
    try sequences?.commit()
    try summary?.commit()
    try page?.commit()
  }
}
