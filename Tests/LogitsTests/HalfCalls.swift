import Logits
import TestSupport

/// A type of half precision whose rounding is written once more, for tests: by
/// the distance to the neighbours.
protocol RoundedHalf: TestLogit, Equatable where Scalar == Float {
  init(bitPattern: UInt16)
  var bitPattern: UInt16 { get }
  static var infinityBits: UInt16 { get }
}

extension RoundedHalf {
  /// The nearest number of the type, of two the even one.
  static func rounded(_ value: Float) -> Float {
    if value.isNaN { return value }
    let sign: Float = value.sign == .minus ? -1 : 1
    let magnitude = Double(abs(value))
    // The bits of numbers that are not negative are in their order.
    var (low, high) = (UInt16(0), infinityBits)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Double(Self(bitPattern: middle).scalar) <= magnitude {
        low = middle
      } else {
        high = middle
      }
    }
    let below = Double(Self(bitPattern: low).scalar)
    // Infinity is where the next number would be.
    let step = below - Double(Self(bitPattern: max(low, 1) - 1).scalar)
    let above =
      high == infinityBits
      ? below + step : Double(Self(bitPattern: high).scalar)
    if magnitude >= above { return sign * .infinity }
    let (down, up) = (magnitude - below, above - magnitude)
    let takesLow = down < up || down == up && low % 2 == 0
    return sign * Self(bitPattern: takesLow ? low : high).scalar
  }
}

extension BFloat16: RoundedHalf, Equatable {
  static var infinityBits: UInt16 { 0x7f80 }
  /// Whether both have the same bits.
  public static func == (a: BFloat16, b: BFloat16) -> Bool {
    a.bitPattern == b.bitPattern
  }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: RoundedHalf {
  static var infinityBits: UInt16 { 0x7c00 }
}
#endif

/// Functions of a batch of halves, all of whose matrices are halves, and of the
/// same numbers as Floats.
struct HalfCalls<Half: RoundedHalf> {
  enum Call: CaseIterable {
    case softmax, logSoftmax, gradient, gradientOfOptions, softGradient
    case softGradientOfOptions, softmaxGradient, logSoftmaxGradient
  }

  static var all: [Call] { Call.allCases }

  private let shape: BatchShape
  private let inPlace: Bool
  private let logits: [Half]
  private let others: [Half]
  private let targets: [Int]
  private let options: CrossEntropy

  init(
    _ shape: (samples: Int, classes: Int, positions: Int), inPlace: Bool
  ) throws {
    let batch = OperationBatch<Half>(
      samples: shape.samples, classes: shape.classes)
    self.shape = BatchShape(
      outer: shape.samples / shape.positions, classes: shape.classes,
      positions: shape.positions)
    self.inPlace = inPlace
    logits = batch.logits.flatMap(\.self)
    // Each row may be a distribution, or anything else.
    others = batch.others.flatMap { $0.map { Half(nearest: $0) } }
    targets = batch.targets.map { Int($0) }
    options = CrossEntropy(
      classWeights: (0..<shape.classes).map { Double($0 % 5) / 4 },
      ignoreIndex: 1, labelSmoothing: 0.1, reduction: .sum, zLoss: 0.01,
      temperature: 2, softcap: 15)
  }

  /// What an error is relative to where the result is 0: the largest terms.
  func scale(_ call: Call) -> Float {
    switch call {
    case .softmax, .gradient: 1
    default: 20
    }
  }

  /// With halves everywhere; in place, the output begins as the logits or as the
  /// upstream gradient.
  func found(_ call: Call, _ table: Execution) throws -> [Half] {
    try results(call, logits, others, inPlace, Half(nearest: 9), table)
  }

  /// With Floats everywhere.
  func expected(_ call: Call, _ table: Execution) throws -> [Float] {
    try results(
      call, logits.map(\.scalar), others.map(\.scalar), false, 9, table)
  }

  private func results<Logit: TestLogit>(
    _ call: Call, _ logits: [Logit], _ others: [Logit], _ inPlace: Bool,
    _ filler: Logit, _ table: Execution
  ) throws -> [Logit] where Logit.Scalar == Float {
    var output =
      inPlace ? logits : [Logit](repeating: filler, count: logits.count)
    try output.withUnsafeMutableBufferPointer { output in
      try logits.withUnsafeBufferPointer { logits in
        try write(
          call, inPlace ? UnsafeBufferPointer(output) : logits, others,
          to: output, table)
      }
    }
    return output
  }

  private func write<Logit: TestLogit>(
    _ call: Call, _ logits: UnsafeBufferPointer<Logit>, _ others: [Logit],
    to output: UnsafeMutableBufferPointer<Logit>, _ table: Execution
  ) throws where Logit.Scalar == Float {
    var output = output
    let layout = shape.layout
    let plain = CrossEntropy(reduction: .sum)
    switch call {
    case .softmax:
      try softmax(logits, layout, into: &output, execution: table)
    case .logSoftmax:
      try logSoftmax(logits, layout, into: &output, execution: table)
    case .softmaxGradient:
      try softmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
    case .logSoftmaxGradient:
      try logSoftmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
    case .gradient, .gradientOfOptions:
      try (call == .gradient ? plain : options).loss(
        logits, layout, targets: targets, gradient: &output, execution: table)
    case .softGradient, .softGradientOfOptions:
      try (call == .softGradient ? plain : options).loss(
        logits, layout, targets: others, gradient: &output, execution: table)
    }
  }
}
