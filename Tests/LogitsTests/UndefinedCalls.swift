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
    var call = UndefinedCall(
      quantity: .loss, rows: [[0, 1, 2], row], targets: .classes([0, target]))
    call.sample = 1
    return call
  }

  static func mean(
    _ rows: [[Double]], targets: [Int], _ emptyMean: EmptyMean = .nan
  ) -> UndefinedCall {
    var call = UndefinedCall(
      quantity: .reduced, rows: rows, targets: .classes(targets))
    call.options.emptyMean = emptyMean
    return call
  }

  static func meanOfNoProbabilities(
    _ emptyMean: EmptyMean = .nan
  ) -> UndefinedCall {
    var call = UndefinedCall(
      quantity: .reduced, rows: [], targets: .probabilities([]))
    call.options.emptyMean = emptyMean
    return call
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

  static func function(_ quantity: Quantity, _ row: [Double]) -> UndefinedCall {
    UndefinedCall(quantity: quantity, rows: [row])
  }
}

extension UndefinedCall {
  var sum: UndefinedCall { with { $0.options.reduction = .sum } }
  var none: UndefinedCall { with { $0.quantity = .loss } }
  var zero: UndefinedCall {
    with { $0.options.negativeInfinityRows = .zero }
  }

  func weights(_ weights: [Double]) -> UndefinedCall {
    with { $0.options.classWeights = weights }
  }
  func sampleWeights(_ weights: [Double]) -> UndefinedCall {
    with { $0.sampleWeights = weights }
  }
  func smoothing(_ part: Double) -> UndefinedCall {
    with { $0.options.labelSmoothing = part }
  }
  func softcap(_ softcap: Double) -> UndefinedCall {
    with { $0.options.softcap = softcap }
  }
  func temperature(_ temperature: Double) -> UndefinedCall {
    with { $0.options.temperature = temperature }
  }
  func ignoring(_ index: Int) -> UndefinedCall {
    with { $0.options.ignoreIndex = index }
  }
  func tolerance(_ tolerance: Double) -> UndefinedCall {
    with { $0.options.targetSumTolerance = tolerance }
  }
  func zLoss(_ factor: Double) -> UndefinedCall {
    with { $0.options.zLoss = factor }
  }
  func divisor(_ value: Double) -> UndefinedCall {
    with { $0.divisor = .value(value) }
  }
  func `in`(_ type: any ClassIndex.Type) -> UndefinedCall {
    with { $0.indexType = type }
  }
  func upstream(_ upstream: [Double]) -> UndefinedCall {
    with { $0.upstream = upstream }
  }

  private func with(_ change: (inout UndefinedCall) -> Void) -> UndefinedCall {
    var call = self
    change(&call)
    return call
  }
}
