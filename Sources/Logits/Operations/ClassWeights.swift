/// The weights of the classes that options have.
struct ClassWeightValues: Hashable {
  let doubles: [Double]
  /// The same for rows of Float, as they do not change from call to call.
  let floats: [Float]

  init(_ weights: [Double]) {
    doubles = weights
    floats = weights.map(Float.init)
  }
}

/// The weights of the classes, during a call.
struct ClassWeights<Scalar: LogitScalar> {
  /// One for each class; `nil` stands for 1.
  let values: UnsafePointer<Double>?
  /// The same in the type of the rows.
  let scalars: UnsafePointer<Scalar>?

  @inline(__always)
  subscript(index: Int) -> Double {
    values.map { $0[index] } ?? 1
  }
}

extension CrossEntropy {
  /// Calls `body` with the class weights, when the options have been checked.
  func withClassWeights<Scalar: LogitScalar, Result>(
    for shape: BatchShape,
    _ body: (ClassWeights<Scalar>) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    try validate(classes: shape.classes)
    guard let weights else {
      return try body(ClassWeights(values: nil, scalars: nil))
    }
    return try weights.doubles.withUnsafeBufferPointer {
      (doubles) throws(LogitsError) in
      try weights.floats.withUnsafeBufferPointer {
        (floats) throws(LogitsError) in
        let scalars =
          Scalar.self == Double.self
          ? UnsafeRawPointer(doubles.baseAddress)
          : UnsafeRawPointer(floats.baseAddress)
        return try body(
          ClassWeights(
            values: doubles.baseAddress,
            scalars: scalars?.assumingMemoryBound(to: Scalar.self)))
      }
    }
  }
}
