import CLogits

enum CFunction: CaseIterable {
  case softmax, logSoftmax, argmax, crossEntropy, gradient
  case linear, linearGradient, linearCrossEntropy, linearCrossEntropyGradient

  var isLinear: Bool {
    switch self {
    case .softmax, .logSoftmax, .argmax, .crossEntropy, .gradient: false
    default: true
    }
  }

  var takesOptions: Bool {
    switch self {
    case .crossEntropy, .gradient, .linearCrossEntropy,
      .linearCrossEntropyGradient:
      true
    default: false
    }
  }

  /// The buffers it takes, and whether they may be left out.
  var buffers: [(role: CRole, isOptional: Bool)] {
    switch self {
    case .softmax, .logSoftmax, .argmax:
      [(.logits, false), (.output, false)]
    case .crossEntropy:
      [(.logits, false), (.targets, false), (.loss, false)]
    case .gradient:
      [(.logits, false), (.targets, false), (.output, false), (.loss, true)]
    case .linear:
      [(.logits, false), (.weight, false), (.bias, true), (.output, false)]
    case .linearGradient:
      [
        (.logits, false), (.weight, false), (.upstream, false),
        (.xGradient, true), (.weightGradient, true), (.biasGradient, true),
      ]
    case .linearCrossEntropy:
      [
        (.logits, false), (.weight, false), (.bias, true), (.targets, false),
        (.loss, false),
      ]
    case .linearCrossEntropyGradient:
      [
        (.logits, false), (.weight, false), (.bias, true), (.targets, false),
        (.xGradient, true), (.weightGradient, true), (.biasGradient, true),
        (.loss, true),
      ]
    }
  }
}

enum CElement: CaseIterable {
  case float, double, bfloat16, float16

  var isHalf: Bool { self == .bfloat16 || self == .float16 }
  var size: Int { self == .double ? 8 : isHalf ? 2 : 4 }
  /// The size of a result.
  var wideSize: Int { self == .double ? 8 : 4 }
}

/// What a buffer is for; `logits` are the features of a linear layer, too.
enum CRole: Int, CaseIterable {
  case logits, weight, bias, upstream, targets
  case output, loss, xGradient, weightGradient, biasGradient

  var isWritten: Bool { rawValue >= CRole.output.rawValue }
}

/// The arguments of a call, good or bad, and where its buffers lie.
struct CCase {
  var function = CFunction.softmax
  var element = CElement.float
  var samples: Int64 = 0
  var features: Int64 = 1
  var classes: Int64 = 1
  var accumulates = false
  var options: logits_options?
  /// Those that the options point to; the pointer is set for the call.
  var classWeights: [Double]?
  var numbers = NumberKind.ordinary
  /// The bytes of each buffer in the memory, by role; `nil` is a null pointer.
  var places = [Range<Int>?](repeating: nil, count: CRole.allCases.count)
  var targets: [Int64] = []

  subscript(role: CRole) -> Range<Int>? {
    get { places[role.rawValue] }
    set { places[role.rawValue] = newValue }
  }

  /// Elements from row to row.
  var rowStride: Int64 {
    guard function == .gradient || function == .crossEntropy,
      let given = knownOptions.map(\.row_stride), given != 0
    else { return classes }
    return given
  }

  /// The options as far as their size says that they are there, if it is one.
  var knownOptions: logits_options? {
    guard let options, hasKnownSize else { return nil }
    var known = logits_options()
    withUnsafeBytes(of: options) { all in
      withUnsafeMutableBytes(of: &known) {
        $0.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: all[..<Int(options.size)]))
      }
    }
    return known
  }

  var hasKnownSize: Bool {
    guard let size = options?.size else { return true }
    return size >= 8 && size <= MemoryLayout<logits_options>.size
      && size % 8 == 0
  }

  var isUnreduced: Bool {
    knownOptions.map { $0.reduction == 2 } ?? false
  }

  /// Bytes of a buffer; only for a shape that makes sense.
  func byteCount(_ role: CRole) -> Int {
    let (n, d, c) = (Int(samples), Int(features), Int(classes))
    let rows = n == 0 ? 0 : (n - 1) * Int(rowStride) + c
    let wide = element.wideSize
    return switch role {
    case .logits: function.isLinear ? n * d * wide : rows * element.size
    case .weight, .weightGradient: c * d * wide
    case .bias, .biasGradient: c * wide
    case .upstream: n * c * wide
    case .targets: n * 8
    case .output: function == .argmax ? n * 8 : rows * wide
    case .loss: isUnreduced ? n * 8 : 8
    case .xGradient: n * d * wide
    }
  }
}
