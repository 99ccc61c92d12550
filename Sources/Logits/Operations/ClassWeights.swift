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
  private let values: SampleNumbers?
  /// The same in the type of the rows.
  let scalars: UnsafePointer<Scalar>?

  /// Weights of 1.
  static var ones: ClassWeights {
    ClassWeights(values: nil, scalars: nil)
  }

  init(values: SampleNumbers?, scalars: UnsafePointer<Scalar>?) {
    self.values = values
    self.scalars = scalars
  }

  var areGiven: Bool { values != nil }

  @inline(__always)
  subscript(index: Int) -> Double {
    if let values { return values[index] }
    return 1
  }
}

extension CrossEntropy {
  /// Calls `body` with the class weights, when the options have been checked:
  /// those in the caller's memory, or those of the options.
  func withClassWeights<Scalar: LogitScalar, Result>(
    _ given: SampleNumbers? = nil, for shape: BatchShape,
    _ body: (ClassWeights<Scalar>) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    try validate(classes: shape.classes)
    if let given {
      return try given.withClassWeights(for: shape, body)
    }
    guard let weights else {
      return try body(.ones)
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
            values: SampleNumbers(doubles),
            scalars: scalars?.assumingMemoryBound(to: Scalar.self)))
      }
    }
  }
}

extension SampleNumbers {
  /// Calls `body` with these numbers as class weights, when they have been
  /// checked.
  ///
  /// They are copied unless they have the type of the rows.
  fileprivate func withClassWeights<Scalar: LogitScalar, Result>(
    for shape: BatchShape,
    _ body: (ClassWeights<Scalar>) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    guard count == shape.classes else {
      throw .sizeMismatch(
        .classWeights, expected: shape.classes...shape.classes, actual: count)
    }
    for index in 0..<count where !Float(self[index]).isFinite {
      throw .invalidWeight(.classWeights, index: index, value: self[index])
    }
    guard type != Scalar._type else {
      return try body(
        ClassWeights(
          values: self, scalars: start?.assumingMemoryBound(to: Scalar.self)))
    }
    let copy = UnsafeMutablePointer<Scalar>.allocate(capacity: count)
    defer { copy.deallocate() }
    for index in 0..<count { copy[index] = Scalar(self[index]) }
    return try body(ClassWeights(values: self, scalars: copy))
  }
}
