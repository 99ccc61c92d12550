import Logits

extension [Double] {
  /// A row with nothing odd in it.
  static let common = [0.5, 1, -0.25]
  static let lone = [-Double.infinity, -.infinity, -.infinity]
  static let masked = [-Double.infinity, 0, 1]
  static let infinite = [0, Double.infinity, 1]
  static let poisoned = [0, Double.nan, 1]
  /// Its difference is more than the type can hold.
  static let distant = [1.5e308, -1.5e308, 0]
}

// The calls that the table is about, in few words.
extension UndefinedCall {
  static func loss(_ row: [Double], target: Int = 0) -> UndefinedCall {
    UndefinedCall(quantity: .loss, rows: [row], targets: .classes([target]))
  }

  static func loss(_ row: [Double], targets y: [Double]) -> UndefinedCall {
    UndefinedCall(quantity: .loss, rows: [row], targets: .probabilities([y]))
  }

  /// That of the second of two samples.
  static func secondLoss(_ row: [Double], target: Int = 0) -> UndefinedCall {
    UndefinedCall(
      quantity: .loss, rows: [[0, 1, 2], row], targets: .classes([0, target])
    ).with(\.sample, 1)
  }

  static func mean(
    _ rows: [[Double]], targets: [Int], _ emptyMean: EmptyMean = .nan
  ) -> UndefinedCall {
    UndefinedCall(quantity: .reduced, rows: rows, targets: .classes(targets))
      .with(\.options.emptyMean, emptyMean)
  }

  static func meanOfNoProbabilities(
    _ emptyMean: EmptyMean = .nan
  ) -> UndefinedCall {
    UndefinedCall(quantity: .reduced, rows: [], targets: .probabilities([]))
      .with(\.options.emptyMean, emptyMean)
  }

  static func probabilityLoss(
    _ p: [Double], target: Int = 0
  ) -> UndefinedCall {
    UndefinedCall(
      quantity: .probabilityLoss, rows: [p], targets: .classes([target]))
  }

  static func probabilityLoss(
    _ p: [Double], targets y: [Double]
  ) -> UndefinedCall {
    UndefinedCall(
      quantity: .probabilityLoss, rows: [p], targets: .probabilities([y]))
  }

  static func function(_ name: String, _ row: [Double]) -> UndefinedCall {
    UndefinedCall(quantity: .result(of: name), rows: [row])
  }
}

extension UndefinedCall {
  var sum: Self { with(\.options.reduction, .sum) }
  var none: Self { with(\.quantity, .loss) }
  var zero: Self { with(\.options.negativeInfinityRows, .zero) }

  func weights(_ w: [Double]) -> Self { with(\.options.classWeights, w) }
  func sampleWeights(_ w: [Double]) -> Self { with(\.sampleWeights, w) }
  func smoothing(_ part: Double) -> Self {
    with(\.options.labelSmoothing, part)
  }
  func softcap(_ c: Double) -> Self { with(\.options.softcap, c) }
  func temperature(_ t: Double) -> Self { with(\.options.temperature, t) }
  func ignoring(_ index: Int) -> Self { with(\.options.ignoreIndex, index) }
  func tolerance(_ t: Double) -> Self { with(\.options.targetSumTolerance, t) }
  func zLoss(_ factor: Double) -> Self { with(\.options.zLoss, factor) }
  func divisor(_ value: Double) -> Self { with(\.divisor, .value(value)) }
  func `in`(_ type: any ClassIndex.Type) -> Self { with(\.indexType, type) }
  func upstream(_ upstream: [Double]) -> Self { with(\.upstream, upstream) }

  private func with<Value>(
    _ path: WritableKeyPath<UndefinedCall, Value>, _ value: Value
  ) -> UndefinedCall {
    var call = self
    call[keyPath: path] = value
    return call
  }
}
