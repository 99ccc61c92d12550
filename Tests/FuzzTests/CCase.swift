import CLogits
import Logits
import TestSupport

/// The arguments of a call, good or bad, and where its buffers are.
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
  /// The bytes of each buffer in the memory; where there are none, a null
  /// pointer is passed.
  var places: [LogitsError.Buffer: Range<Int>] = [:]
  var targets: [Int64] = []

  subscript(role: LogitsError.Buffer) -> Range<Int>? {
    get { places[role] }
    set { places[role] = newValue }
  }

  var isInPlace: Bool {
    guard let inPlace, let place = self[inPlace.output] else { return false }
    return place == self[inPlace.input]
  }

  /// The rows that may be overwritten with a result, and that result.
  var inPlace: (input: LogitsError.Buffer, output: LogitsError.Buffer)? {
    switch function {
    case .softmax, .logSoftmax: element.isHalf ? nil : (.logits, .output)
    case .crossEntropyGradient: element.isHalf ? nil : (.logits, .gradient)
    default: nil
    }
  }

  /// Elements from row to row.
  var rowStride: Int64 {
    guard function == .crossEntropyGradient || function == .crossEntropy,
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
  func byteCount(_ role: LogitsError.Buffer) -> Int {
    let (n, d, c) = (Int(samples), Int(features), Int(classes))
    let rows = n == 0 ? 0 : (n - 1) * Int(rowStride) + c
    let wide = element.wideSize
    return switch role {
    case .logits: rows * element.size
    case .features, .featureGradient: n * d * wide
    case .weight, .weightGradient: c * d * wide
    case .bias, .biasGradient: c * wide
    case .upstream: n * c * wide
    case .targets: n * 8
    case .losses: isUnreduced ? n * 8 : 8
    default: function == .argmax ? n * 8 : rows * wide
    }
  }
}
