import ArrayFiles
import Logits

/// Compares the logits of two models for the same samples, block by block.
struct Comparison {
  let loss: CrossEntropy
  let execution: Execution

  /// KL(base ‖ other) of each sample that is not ignored, in nats.
  private(set) var divergences = SampledValues()
  /// The number of samples of which a row of either model is not finite: their
  /// divergence is NaN.
  private(set) var nonFiniteSamples = 0
  /// The first of these rows, counted from 0.
  private(set) var firstNonFiniteRow: Int?
  /// The number of samples for which both models predict the same class.
  private(set) var samePredictions = 0
  /// The figures of both models, if there are labels.
  private(set) var base = EvaluationSummary()
  private(set) var other = EvaluationSummary()
  /// The loss of the other model minus that of the base, for each sample.
  private(set) var lossDifferences = SampledValues()

  init(loss: CrossEntropy, execution: Execution) {
    self.loss = loss
    self.execution = execution
  }

  mutating func add(
    _ base: LogitsFile, _ other: LogitsFile, _ targets: SampleTargets?
  ) throws {
    if base.isDouble || other.isDouble {
      try add(as: Double.self, base, other, targets)
    } else {
      try add(as: Float.self, base, other, targets)
    }
  }

  private mutating func add<Scalar: LogitScalar & ReadableElement>(
    as _: Scalar.Type, _ base: LogitsFile, _ other: LogitsFile,
    _ targets: SampleTargets?
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
      try baseReader.withSamples(start..<end) { baseRows in
        try otherReader.withSamples(start..<end) { otherRows in
          try add(
            start..<end, Block(baseReader, baseRows),
            Block(otherReader, otherRows), targets)
        }
      }
      progress.update(end)
    }
  }

  private mutating func add<Scalar: LogitScalar>(
    _ rows: Range<Int>, _ baseBlock: Block<Scalar>,
    _ otherBlock: Block<Scalar>, _ targets: SampleTargets?
  ) throws {
    var divergences = [Scalar](repeating: 0, count: rows.count)
    try klDivergence(
      baseBlock.logits, baseBlock.layout, from: otherBlock.logits,
      otherStride: otherBlock.rowStride, into: &divergences,
      execution: execution)
    guard let targets else {
      let ofBase = try argmax(
        baseBlock.logits, baseBlock.layout, execution: execution)
      let ofOther = try argmax(
        otherBlock.logits, otherBlock.layout, execution: execution)
      for (i, row) in rows.enumerated() {
        add(row, Double(divergences[i]), isSame: ofBase[i] == ofOther[i])
      }
      return
    }
    let blockTargets = try targets.targets(of: rows)
    func evaluations(_ block: Block<Scalar>) throws -> [SampleEvaluation] {
      targets.scored(
        try loss.evaluations(
          block.logits, block.layout, targets: blockTargets, execution),
        of: rows)
    }
    let ofBase = try evaluations(baseBlock)
    let ofOther = try evaluations(otherBlock)
    base.add(contentsOf: ofBase)
    other.add(contentsOf: ofOther)
    let scored = zip(
      targets.scored(rows, of: rows), targets.scored(divergences, of: rows))
    for (i, (row, divergence)) in scored.enumerated()
    where !ofBase[i].isIgnored {
      add(
        row, Double(divergence),
        isSame: ofBase[i].prediction == ofOther[i].prediction)
      lossDifferences.add(ofOther[i].loss - ofBase[i].loss)
    }
  }

  private mutating func add(_ row: Int, _ divergence: Double, isSame: Bool) {
    divergences.add(divergence)
    if divergence.isNaN {
      nonFiniteSamples += 1
      firstNonFiniteRow = firstNonFiniteRow ?? row
    } else if isSame {
      samePredictions += 1
    }
  }
}

/// The logits of one model for a block of samples, and how they lie.
private struct Block<Scalar: LogitScalar & ReadableElement> {
  let logits: UnsafeBufferPointer<Scalar>
  let layout: Layout
  let rowStride: Int?

  init(
    _ reader: SampleReader<Scalar>, _ logits: UnsafeBufferPointer<Scalar>
  ) {
    self.logits = logits
    layout = reader.layout
    rowStride = reader.rowStride
  }
}
