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
    _ base: LogitsFile, _ other: LogitsFile, _ labels: LabelsFile?
  ) throws {
    if base.isDouble || other.isDouble {
      try add(as: Double.self, base, other, labels)
    } else {
      try add(as: Float.self, base, other, labels)
    }
  }

  private mutating func add<Scalar: LogitScalar & ReadableElement>(
    as _: Scalar.Type, _ base: LogitsFile, _ other: LogitsFile,
    _ labels: LabelsFile?
  ) throws {
    let baseReader = LogitsReader<Scalar>(base)
    let otherReader = LogitsReader<Scalar>(other)
    var progress = ProgressBar(
      total: base.samples, bytes: base.byteCount + other.byteCount)
    defer { progress.finish() }
    // Blocks end wherever a block of either file ends.
    let starts = Set(
      (base.blocks(of: Scalar.self) + other.blocks(of: Scalar.self))
        .map(\.lowerBound)
    ).sorted()
    for (start, end) in zip(starts, starts.dropFirst() + [base.samples]) {
      try baseReader.withRows(start..<end) { baseRows in
        try otherReader.withRows(start..<end) { otherRows in
          try add(
            start..<end, baseRows, otherRows, labels?.labels(start..<end),
            .rows(of: base.classes))
        }
      }
      progress.update(end)
    }
  }

  private mutating func add<Scalar: LogitScalar>(
    _ rows: Range<Int>, _ baseRows: UnsafeBufferPointer<Scalar>,
    _ otherRows: UnsafeBufferPointer<Scalar>,
    _ targets: ArraySlice<Int>?, _ layout: Layout
  ) throws {
    let divergences = try klDivergence(
      baseRows, layout, from: otherRows, execution: execution)
    guard let targets else {
      let ofBase = try argmax(baseRows, layout, execution: execution)
      let ofOther = try argmax(otherRows, layout, execution: execution)
      for (i, row) in rows.enumerated() {
        add(row, Double(divergences[i]), isSame: ofBase[i] == ofOther[i])
      }
      return
    }
    let ofBase = try evaluations(baseRows, targets, layout)
    let ofOther = try evaluations(otherRows, targets, layout)
    base.add(contentsOf: ofBase)
    other.add(contentsOf: ofOther)
    for (i, row) in rows.enumerated() where !ofBase[i].isIgnored {
      add(
        row, Double(divergences[i]),
        isSame: ofBase[i].prediction == ofOther[i].prediction)
      lossDifferences.add(ofOther[i].loss - ofBase[i].loss)
    }
  }

  private func evaluations<Scalar: LogitScalar>(
    _ rows: UnsafeBufferPointer<Scalar>, _ targets: ArraySlice<Int>,
    _ layout: Layout
  ) throws -> [SampleEvaluation] {
    var samples = [SampleEvaluation](repeating: .ignored, count: targets.count)
    try loss.evaluate(
      rows, layout, targets: targets, into: &samples, execution: execution)
    return samples
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
