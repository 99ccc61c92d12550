/// What a linear layer reads, not checked yet.
package struct LinearBuffers<Scalar: LogitScalar> {
  let features: UnsafeBufferPointer<Scalar>
  let weight: UnsafeBufferPointer<Scalar>
  let bias: UnsafeBufferPointer<Scalar>?
  package let shape: LinearShape

  package init(
    features: UnsafeBufferPointer<Scalar>, weight: UnsafeBufferPointer<Scalar>,
    bias: UnsafeBufferPointer<Scalar>?, shape: LinearShape
  ) {
    self.features = features
    self.weight = weight
    self.bias = bias
    self.shape = shape
  }
}

/// Where the gradients of a linear layer go.
package struct LinearGradientBuffers<Scalar: LogitScalar> {
  var features: UnsafeMutableBufferPointer<Scalar>?
  var weight: UnsafeMutableBufferPointer<Scalar>?
  var bias: UnsafeMutableBufferPointer<Scalar>?

  /// Nowhere, until places are given.
  package init(
    features: UnsafeMutableBufferPointer<Scalar>? = nil,
    weight: UnsafeMutableBufferPointer<Scalar>? = nil,
    bias: UnsafeMutableBufferPointer<Scalar>? = nil
  ) {
    self.features = features
    self.weight = weight
    self.bias = bias
  }

  /// Those that there are, and what they are called.
  var all: [(UnsafeMutableBufferPointer<Scalar>, LogitsError.Buffer)] {
    [
      (features, LogitsError.Buffer.featureGradient),
      (weight, .weightGradient), (bias, .biasGradient),
    ].compactMap { buffer, role in buffer.map { ($0, role) } }
  }
}

/// Calls `body` with the memory that a layer reads.
func withLinearInputs<Scalar: LogitScalar, Features, Weight, Result>(
  _ features: borrowing Features, weight: borrowing Weight,
  bias: Span<Scalar>?, shape: LinearShape,
  _ body: (LinearBuffers<Scalar>) throws(LogitsError) -> Result
) throws(LogitsError) -> Result
where
  Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try features.withUnsafeBufferPointer { (features) throws(LogitsError) in
    try weight.withUnsafeBufferPointer { (weight) throws(LogitsError) in
      try withBuffer(of: bias) { (bias) throws(LogitsError) in
        try body(
          LinearBuffers(
            features: features, weight: weight, bias: bias, shape: shape))
      }
    }
  }
}

/// Calls `body` with the memory of the gradients that are wanted.
func withLinearGradients<Scalar: LogitScalar, Result>(
  _ features: consuming MutableSpan<Scalar>?,
  _ weight: consuming MutableSpan<Scalar>?,
  _ bias: consuming MutableSpan<Scalar>?,
  _ body: (LinearGradientBuffers<Scalar>) throws(LogitsError) -> Result
) throws(LogitsError) -> Result {
  try withBuffer(of: &features) { (features) throws(LogitsError) in
    try withBuffer(of: &weight) { (weight) throws(LogitsError) in
      try withBuffer(of: &bias) { (bias) throws(LogitsError) in
        try body(
          LinearGradientBuffers(features: features, weight: weight, bias: bias))
      }
    }
  }
}

/// Calls `body` with the elements of a span that is written, if there is one.
private func withBuffer<Element, Result>(
  of span: inout MutableSpan<Element>?,
  _ body: (UnsafeMutableBufferPointer<Element>?) throws(LogitsError) -> Result
) throws(LogitsError) -> Result {
  let result = try span?.withUnsafeMutableBufferPointer {
    (elements) throws(LogitsError) in
    try body(elements)
  }
  if let result { return result }
  return try body(nil)
}
