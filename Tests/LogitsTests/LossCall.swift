import Logits
import TestSupport

/// A cross-entropy of some rows, for tests that change one thing of it and look
/// at what becomes of the results.
struct LossCall<Scalar: TestScalar> {
  enum Targets {
    case classes([Int])
    case probabilities([[Scalar]])
  }

  struct Results: Equatable {
    /// One a sample, or the reduced one.
    var losses: [Double]
    var gradient: [[Scalar]]
  }

  var rows: [[Scalar]]
  var targets: Targets
  var options = LossOptions()
  var sampleWeights: [Scalar]?
  var table: Execution

  var classes: Int { rows.first?.count ?? 1 }
  var shape: BatchShape {
    BatchShape(samples: rows.count, classes: classes)
  }

  /// The loss of each sample and its gradient; `losses` must agree.
  func bySample(upstream: [Scalar]? = nil) throws -> Results {
    let options = try options.made()
    let logits = rows.flatMap(\.self)
    var gradient = logits
    var losses = [Scalar](repeating: .nan, count: rows.count)
    switch targets {
    case .classes(let targets):
      try options.gradient(
        logits, targets: targets, shape: shape,
        sampleWeights: sampleWeights?.span, upstream: upstream?.span,
        into: gradient.mutableSpan, losses: losses.mutableSpan,
        execution: table)
    case .probabilities(let targets):
      try options.gradient(
        logits, targetProbabilities: targets.flatMap(\.self), shape: shape,
        sampleWeights: sampleWeights?.span, upstream: upstream?.span,
        into: gradient.mutableSpan, losses: losses.mutableSpan,
        execution: table)
    }
    return Results(
      losses: losses.map { Double($0) }, gradient: inRows(gradient))
  }

  /// The reduced loss and its gradient, in place.
  func reduced(
    _ reduction: Reduction, divisor: Divisor = .weights, upstream: Double = 1
  ) throws -> Results {
    var options = options
    options.reduction = reduction
    let made = try options.made()
    var gradient = rows.flatMap(\.self)
    let loss =
      switch targets {
      case .classes(let targets):
        try made.gradient(
          inPlace: gradient.mutableSpan, targets: targets, shape: shape,
          sampleWeights: sampleWeights?.span, divisor: divisor,
          upstream: upstream, execution: table)
      case .probabilities(let targets):
        try made.gradient(
          inPlace: gradient.mutableSpan,
          targetProbabilities: targets.flatMap(\.self), shape: shape,
          sampleWeights: sampleWeights?.span, divisor: divisor,
          upstream: upstream, execution: table)
      }
    return Results(losses: [loss], gradient: inRows(gradient))
  }

  /// The loss alone, of the form that computes no gradient.
  func loss(
    _ reduction: Reduction, divisor: Divisor = .weights
  ) throws -> Double {
    var options = options
    options.reduction = reduction
    let made = try options.made()
    let logits = rows.flatMap(\.self)
    switch targets {
    case .classes(let targets):
      return try made.loss(
        logits, targets: targets, shape: shape,
        sampleWeights: sampleWeights?.span, divisor: divisor,
        execution: table)
    case .probabilities(let targets):
      return try made.loss(
        logits, targetProbabilities: targets.flatMap(\.self), shape: shape,
        sampleWeights: sampleWeights?.span, divisor: divisor,
        execution: table)
    }
  }

  /// The same of other samples: those with these indices.
  func selecting(_ samples: [Int]) -> LossCall {
    var call = self
    call.rows = samples.map { rows[$0] }
    call.sampleWeights = sampleWeights.map { weights in
      samples.map { weights[$0] }
    }
    switch targets {
    case .classes(let targets):
      call.targets = .classes(samples.map { targets[$0] })
    case .probabilities(let targets):
      call.targets = .probabilities(samples.map { targets[$0] })
    }
    return call
  }

  private func inRows(_ elements: [Scalar]) -> [[Scalar]] {
    rows.indices.map { Array(elements[$0 * classes..<($0 + 1) * classes]) }
  }
}

/// The options of a cross-entropy, to be changed one by one.
struct LossOptions {
  var classWeights: [Double]?
  var ignoreIndex: Int? = -100
  var labelSmoothing = 0.0
  var reduction = Reduction.mean
  var zLoss = 0.0
  var temperature = 1.0
  var softcap = Double.infinity
  var targetSumTolerance: Double?
  var emptyMean = EmptyMean.nan
  var negativeInfinityRows = NegativeInfinityRows.nan

  func made() throws(LogitsError) -> CrossEntropy {
    try CrossEntropy(
      classWeights: classWeights, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing, reduction: reduction, zLoss: zLoss,
      temperature: temperature, softcap: softcap,
      targetSumTolerance: targetSumTolerance, emptyMean: emptyMean,
      negativeInfinityRows: negativeInfinityRows)
  }
}

extension LossCall {
  /// Random rows, targets of either kind and weights; all numbers have so few
  /// bits that sums and differences of them are exact.
  init(
    samples: Int, classes: Int, soft: Bool, weighted: Bool = true,
    _ table: Execution, _ generator: inout SeededGenerator
  ) {
    func numbers(_ count: Int, _ range: ClosedRange<Int>) -> [Int] {
      (0..<count).map { _ in Int.random(in: range, using: &generator) }
    }
    rows = (0..<samples).map { _ in
      numbers(classes, -512...512).map { Scalar($0) / 64 }
    }
    targets =
      soft
      ? .probabilities(
        // A third of them is 0, and they do not sum to 1.
        (0..<samples).map { _ in
          numbers(classes, -32...64).map { Scalar(max($0, 0)) / 64 }
        })
      : .classes(numbers(samples, 0...classes - 1))
    self.table = table
    options.ignoreIndex = nil
    if weighted {
      sampleWeights = numbers(samples, 1...16).map { Scalar($0) / 8 }
      options.classWeights = numbers(classes, 0...16).map { Double($0) / 8 }
    }
  }
}

extension LossOptions {
  /// Sets the other options that enter into a loss.
  mutating func randomize(_ generator: inout SeededGenerator) {
    func one(of values: [Double]) -> Double {
      values.randomElement(using: &generator) ?? .nan
    }
    labelSmoothing = one(of: [0, 0.125, 0.5, 1])
    temperature = one(of: [0.5, 0.7, 1, 3])
    softcap = one(of: [3, 10, 50, .infinity])
    zLoss = one(of: [0, 0.001, 0.25])
  }
}
