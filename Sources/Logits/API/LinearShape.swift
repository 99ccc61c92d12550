/// The sizes of a linear layer and of the batch that goes through it.
///
/// All matrices are row-major and without gaps: the features X are
/// `samples × features`, the weight W is `classes × features` (as in PyTorch's
/// `nn.Linear`), the bias b has `classes` elements, and the outputs
/// X Wᵀ + b are `samples × classes`.
///
/// A shape can hold any numbers; a function that is given one that makes no
/// sense throws before it touches a buffer.
public struct LinearShape: Hashable, Sendable {
  /// The number of rows of the features and of the outputs, 0 or more.
  public var samples: Int

  /// The number of features of a sample, 1 or more.
  public var features: Int

  /// The number of outputs of a sample, 1 or more: its classes, where the
  /// outputs are logits.
  public var classes: Int

  /// A layer of `features` in and `classes` out, for `samples` rows.
  public init(samples: Int, features: Int, classes: Int) {
    self.samples = samples
    self.features = features
    self.classes = classes
  }
}

extension LinearShape {
  /// The shapes of X, W and the outputs.
  var ofFeatures: BatchShape {
    BatchShape(samples: samples, classes: features)
  }
  var ofWeight: BatchShape { BatchShape(samples: classes, classes: features) }
  var ofOutputs: BatchShape { BatchShape(samples: samples, classes: classes) }

  /// The number of elements of one of the buffers.
  package func count(_ role: LogitsError.Buffer) -> Int {
    switch role {
    case .features, .featureGradient: samples * features
    case .weight, .weightGradient: classes * features
    case .bias, .biasGradient: classes
    default: samples * classes
    }
  }

  /// Checks that all matrices can be addressed.
  package func check() throws(LogitsError) {
    guard features >= 1 else { throw .noFeatures(features) }
    _ = try ofOutputs.extent()
    _ = try ofFeatures.extent()
    _ = try ofWeight.extent()
  }

  /// The start of a buffer that has the size which its role asks for.
  func check<Scalar>(
    _ buffer: UnsafeBufferPointer<Scalar>, _ role: LogitsError.Buffer
  ) throws(LogitsError) -> UnsafeMutablePointer<Scalar> {
    let count = count(role)
    guard buffer.count == count else {
      throw .sizeMismatch(role, expected: count...count, actual: buffer.count)
    }
    // Nothing is read where there is nothing.
    let start =
      buffer.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped
    return UnsafeMutablePointer(mutating: start)
  }
}
