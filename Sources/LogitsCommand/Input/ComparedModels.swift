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

  /// Calls `body` with the samples of each block that count or are ignored.
  func forEachBlock(_ body: ([ComparedSample]) throws -> Void) throws {
    if base.isDouble || other.isDouble {
      try forEachBlock(as: Double.self, body)
    } else {
      try forEachBlock(as: Float.self, body)
    }
  }

  private func forEachBlock<Scalar: LogitScalar & ReadableElement>(
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
          try body(
            samples(
              start..<end, Block(baseReader, baseLogits, end - start),
              Block(otherReader, otherLogits, end - start)))
        }
      }
      progress.update(end)
    }
  }

  private func samples<Scalar: LogitScalar>(
    _ rows: Range<Int>, _ base: Block<Scalar>, _ other: Block<Scalar>
  ) throws -> [ComparedSample] {
    let divergences = try base.divergences(
      .kullbackLeibler, from: other, execution)
    let reverse = try other.divergences(.kullbackLeibler, from: base, execution)
    let jensenShannon = try base.divergences(
      .jensenShannon, from: other, execution)
    let labels = try targets?.targets(of: rows)
    let evaluations = try labels.map { labels in
      let loss = CrossEntropy(ignoreIndex: targets?.ignoreIndex)
      return try [base, other].map {
        try loss.evaluations($0.logits, $0.layout, targets: labels, execution)
      }
    }
    let samples = rows.enumerated().map { i, row in
      let top = [base, other].map { $0.top(topK.last ?? 1, ofSample: i) }
      let isFinite = !divergences[i].isNaN
      func prediction(_ model: Int) -> ComparedSample.Prediction {
        let evaluation = evaluations?[model][i]
        return ComparedSample.Prediction(
          predictedClass: evaluation?.prediction ?? top[model][0],
          evaluation: evaluation)
      }
      return ComparedSample(
        row: row, divergence: divergences[i], reverseDivergence: reverse[i],
        jensenShannon: jensenShannon[i],
        commonClasses: topK.map { k in
          isFinite
            ? Set(top[0].prefix(k)).intersection(top[1].prefix(k)).count : 0
        },
        base: prediction(0), other: prediction(1), target: labels?[i])
    }
    return targets?.scored(samples, of: rows) ?? samples
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
    _ kind: DivergenceKind, from other: Block, _ execution: Execution
  ) throws -> [Double] {
    var results = [Double](repeating: 0, count: samples)
    try results.withUnsafeMutableBufferPointer { results in
      try computeDivergence(
        kind, Elements(logits), layout, from: Elements(other.logits),
        otherStride: other.reader.rowStride, into: SampleNumbers(results),
        execution)
    }
    return results
  }

  /// The classes of the largest logits of a sample, in order.
  func top(_ count: Int, ofSample sample: Int) -> [Int] {
    classesOfLargest(count, of: logits, at: reader.places(ofSample: sample))
  }
}
