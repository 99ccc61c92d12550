import ArrayFiles
import Logits

/// The logits of two models for the same samples, which are compared block by block.
struct ComparedModels {
  var base: LogitsFile
  var other: LogitsFile
  /// `nil` without labels.
  let targets: SampleTargets?
  /// The k of the classes that both have among their top k, in order.
  let topK: [Int]
  let execution: Execution

  /// The samples that are passed on at once: there are many in a block of few
  /// classes.
  private static var chunk: Int { 1024 }

  /// Calls `body` with some samples after the other: those that count, and those
  /// that are ignored.
  func forEachChunk(_ body: ([ComparedSample]) throws -> Void) throws {
    if base.isDouble || other.isDouble {
      try forEachChunk(as: Double.self, body)
    } else {
      try forEachChunk(as: Float.self, body)
    }
  }

  private func forEachChunk<Scalar: LogitScalar & ReadableElement>(
    as _: Scalar.Type, _ body: ([ComparedSample]) throws -> Void
  ) throws {
    let baseReader = SampleReader<Scalar>(base)
    let otherReader = SampleReader<Scalar>(other)
    var progress = ProgressBar(
      total: base.samples, bytes: base.byteCount + other.byteCount)
    defer { progress.finish() }
    // Blocks end wherever a block of either file ends.
    let starts = Set(
      (base.blocks(of: Scalar.self) + other.blocks(of: Scalar.self))
        .map(\.lowerBound)
    ).sorted()
    for (start, end) in zip(starts, starts.dropFirst() + [base.samples]) {
      try baseReader.withSamples(start..<end) { baseLogits in
        try otherReader.withSamples(start..<end) { otherLogits in
          try forEachChunk(
            of: start..<end, Block(baseReader, baseLogits, end - start),
            Block(otherReader, otherLogits, end - start), body)
        }
      }
      progress.update(end)
    }
  }

  private func forEachChunk<Scalar: LogitScalar>(
    of rows: Range<Int>, _ base: Block<Scalar>, _ other: Block<Scalar>,
    _ body: ([ComparedSample]) throws -> Void
  ) throws {
    let (divergences, reverse, jensenShannon) = try base.divergences(
      from: other, execution)
    let labels = try targets?.targets(of: rows)
    func evaluations(_ block: Block<Scalar>) throws -> [SampleEvaluation]? {
      try labels.map { labels in
        try CrossEntropy(ignoreIndex: targets?.ignoreIndex).evaluations(
          block.logits, block.layout, targets: labels, execution)
      }
    }
    let (ofBase, ofOther) = (try evaluations(base), try evaluations(other))
    let count = min(topK.last ?? 1, self.base.classes)
    let (baseTop, otherTop) = (base.top(count), other.top(count))
    for start in stride(
      from: rows.lowerBound, to: rows.upperBound, by: Self.chunk)
    {
      let chunk = start..<min(start + Self.chunk, rows.upperBound)
      let samples = chunk.map { row in
        let i = row - rows.lowerBound
        let (top, others) = (
          baseTop[i * count..<(i + 1) * count],
          otherTop[i * count..<(i + 1) * count]
        )
        let isFinite = !divergences[i].isNaN
        return ComparedSample(
          row: row, divergence: divergences[i], reverseDivergence: reverse[i],
          jensenShannon: jensenShannon[i],
          commonClasses: topK.map { k in
            isFinite
              ? top.prefix(k).count(where: others.prefix(k).contains) : 0
          },
          base: .init(top: top, ofBase?[i]),
          other: .init(top: others, ofOther?[i]), target: labels?[i])
      }
      try body(targets?.scored(samples, of: chunk) ?? samples)
    }
  }
}

/// The logits of one model for a block of samples, and how they lie.
private struct Block<Scalar: LogitScalar & ReadableElement> {
  private let reader: SampleReader<Scalar>
  let logits: UnsafeBufferPointer<Scalar>
  private let samples: Int

  init(
    _ reader: SampleReader<Scalar>, _ logits: UnsafeBufferPointer<Scalar>,
    _ samples: Int
  ) {
    self.reader = reader
    self.logits = logits
    self.samples = samples
  }

  var layout: Layout { reader.layout }

  func divergences(
    from other: Block, _ execution: Execution
  ) throws -> (forward: [Double], reverse: [Double], jensenShannon: [Double]) {
    let zeros = [Double](repeating: 0, count: samples)
    var (forward, reverse, jensenShannon) = (zeros, zeros, zeros)
    try forward.withUnsafeMutableBufferPointer { forward in
      try reverse.withUnsafeMutableBufferPointer { reverse in
        try jensenShannon.withUnsafeMutableBufferPointer { jensenShannon in
          try computeDivergences(
            Elements(logits), layout, from: Elements(other.logits),
            otherStride: other.reader.rowStride,
            into: DivergenceResults(
              forward: SampleNumbers(forward), reverse: SampleNumbers(reverse),
              jensenShannon: SampleNumbers(jensenShannon)),
            execution)
        }
      }
    }
    return (forward, reverse, jensenShannon)
  }

  /// The classes of the k largest logits of each sample, in order.
  func top(_ count: Int) -> [Int] {
    (0..<samples).flatMap { sample in
      logits.largest(count, at: reader.places(ofSample: sample))
        .lazy.map(\.class)
    }
  }
}
