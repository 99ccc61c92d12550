/// The memory that a linear layer reads, not checked yet.
package struct LinearElements<Scalar: LogitScalar> {
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

  package var memory: [BufferMemory] {
    [
      (UnsafeRawBufferPointer(features), .features),
      (UnsafeRawBufferPointer(weight), .weight),
    ] + (bias.map { [(UnsafeRawBufferPointer($0), .bias)] } ?? [])
  }
}

/// The memory for the gradients of a linear layer that are wanted, not checked
/// yet.
package struct LinearGradientElements<Scalar: LogitScalar> {
  var features: UnsafeMutableBufferPointer<Scalar>?
  var weight: UnsafeMutableBufferPointer<Scalar>?
  var bias: UnsafeMutableBufferPointer<Scalar>?

  package init(
    features: UnsafeMutableBufferPointer<Scalar>? = nil,
    weight: UnsafeMutableBufferPointer<Scalar>? = nil,
    bias: UnsafeMutableBufferPointer<Scalar>? = nil
  ) {
    self.features = features
    self.weight = weight
    self.bias = bias
  }

  package var memory: [BufferMemory] {
    [
      (features, LogitsError.Buffer.featureGradient),
      (weight, .weightGradient), (bias, .biasGradient),
    ].compactMap { buffer, role in
      buffer.map { (UnsafeRawBufferPointer($0), role) }
    }
  }
}

/// Calls `body` with the memory that a layer reads.
func withLinearInputs<Scalar: LogitScalar, Features, Weight, Result>(
  _ features: borrowing Features, weight: borrowing Weight,
  bias: Span<Scalar>?, shape: LinearShape,
  _ body: (LinearElements<Scalar>) throws(LogitsError) -> Result
) throws(LogitsError) -> Result
where
  Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try features.withUnsafeBufferPointer { (features) throws(LogitsError) in
    try weight.withUnsafeBufferPointer { (weight) throws(LogitsError) in
      try withBuffer(of: bias) { (bias) throws(LogitsError) in
        try body(
          LinearElements(
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
  _ body: (LinearGradientElements<Scalar>) throws(LogitsError) -> Result
) throws(LogitsError) -> Result {
  try withBuffer(of: &features) { (features) throws(LogitsError) in
    try withBuffer(of: &weight) { (weight) throws(LogitsError) in
      try withBuffer(of: &bias) { (bias) throws(LogitsError) in
        try body(
          LinearGradientElements(
            features: features, weight: weight, bias: bias))
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
