import ArrayFiles
import Logits

/// Evaluates stored logits, block by block.
struct Evaluation {
  private(set) var summary: EvaluationSummary
  private(set) var calibration: CalibrationFigures
  /// The first row that is not finite, counted from 0.
  private(set) var firstNonFiniteRow: Int?
  /// The figures of classes and samples for an HTML report.
  private(set) var details: ReportDetails?
  /// How many of the most probable classes of a sample are listed.
  private let listed: Int

  init(
    topK: [Int], bins: Int, classWise: ClassWiseCalibration? = nil,
    details: ReportDetails? = nil, listed: Int = 0
  ) {
    summary = EvaluationSummary(topK: topK, calibrationBins: bins)
    calibration = CalibrationFigures(bins: bins, classWise: classWise)
    self.details = details
    self.listed = listed
  }

  /// Adds all samples that a label scores, and passes each block of them to
  /// `body`.
  mutating func add(
    _ logits: LogitsFile, _ targets: SampleTargets, _ loss: CrossEntropy,
    _ execution: Execution, _ body: (ScoredBlock) throws -> Void = { _ in }
  ) throws {
    if logits.isDouble {
      try add(SampleReader<Double>(logits), targets, loss, execution, body)
    } else {
      try add(SampleReader<Float>(logits), targets, loss, execution, body)
    }
  }

  /// The same, of logits from anywhere.
  mutating func add(
    _ logits: some SampleSource, _ targets: SampleTargets,
    _ loss: CrossEntropy, _ execution: Execution,
    _ body: (ScoredBlock) throws -> Void = { _ in }
  ) throws {
    try logits.forEachBlock(of: targets.rows) { rows, block in
      let blockTargets = try targets.targets(of: rows)
      var samples = try loss.evaluations(
        block, logits.layout, targets: blockTargets, execution)
      let needsProbabilities =
        targets.soft != nil || calibration.classWise != nil
      let probabilities =
        needsProbabilities
        ? try loss.probabilities(block, logits.layout, execution) : []
      try targets.soft?.soften(
        &samples, targets.labelRows(of: rows), block, probabilities,
        of: logits, loss, execution)
      let scored = ScoredBlock(
        rows: targets.scored(rows, of: rows),
        targets: targets.scored(blockTargets, of: rows),
        samples: targets.scored(samples, of: rows),
        top: listed == 0
          ? []
          : targets.scored(
            samples.top(listed, block, of: logits, loss.temperature), of: rows))
      add(scored)
      calibration.classWise?.add(scored, probabilities) {
        logits.places(ofSample: $0 - rows.lowerBound)
      }
      try body(scored)
    }
  }

  private mutating func add(_ block: ScoredBlock) {
    summary.add(contentsOf: block.samples)
    if firstNonFiniteRow == nil, summary.nonFiniteSamples > 0 {
      firstNonFiniteRow =
        zip(block.rows, block.samples).first { $1.isNonFinite }?.0
    }
    calibration.add(block.samples)
    guard details != nil else { return }
    for (i, sample) in block.samples.enumerated() where !sample.isIgnored {
      details?.add(
        row: block.rows[i], target: block.targets[i],
        prediction: sample.prediction, loss: sample.loss,
        confidence: sample.confidence)
    }
  }
}

/// The samples of a block that labels score.
struct ScoredBlock {
  /// Which of all samples they are.
  let rows: [Int]
  let targets: [Int]
  let samples: [SampleEvaluation]
  /// The most probable classes of each, with their log-probabilities, if these are
  /// listed.
  let top: [[ClassValue]]
}

extension [SampleEvaluation] {
  /// The most probable classes of each sample of a block.
  fileprivate func top<Source: SampleSource>(
    _ count: Int, _ block: UnsafeBufferPointer<Source.Scalar>,
    of source: Source, _ temperature: Double
  ) -> [[ClassValue]] {
    enumerated().map { i, sample in
      block.largest(count, at: source.places(ofSample: i)).map {
        ($0.class, sample.logProbability($0.logit, temperature))
      }
    }
  }
}

extension SampleEvaluation {
  /// The log-probability of a class with this logit; NaN if the sample is ignored
  /// or its row is not finite.
  fileprivate func logProbability(
    _ logit: some LogitScalar, _ temperature: Double
  ) -> Double {
    confidence.isNaN ? .nan : Double(logit) / temperature - logSumExp
  }
}

extension CrossEntropy {
  /// The evaluation of each sample of a block.
  func evaluations<Scalar: LogitScalar>(
    _ logits: UnsafeBufferPointer<Scalar>, _ layout: Layout,
    targets: [Int], _ execution: Execution
  ) throws -> [SampleEvaluation] {
    try [SampleEvaluation](unsafeUninitializedCapacity: targets.count) {
      samples, count in
      try evaluate(
        logits, layout, targets: targets, into: &samples, execution: execution)
      count = targets.count
    }
  }

  /// The softmax of the samples of a block, which lies as their logits do.
  fileprivate func probabilities<Scalar: LogitScalar>(
    _ logits: UnsafeBufferPointer<Scalar>, _ layout: Layout,
    _ execution: Execution
  ) throws -> [Scalar] {
    var probabilities = [Scalar](repeating: 0, count: logits.count)
    try softmax(
      logits, layout, temperature: temperature, into: &probabilities,
      execution: execution)
    return probabilities
  }
}
