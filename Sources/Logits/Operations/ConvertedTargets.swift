extension TargetElements {
  /// Calls `body` with these targets; probabilities of another precision than
  /// what is computed in are copied to it first.
  ///
  /// So a literal `[0.25, 0.75]`, which is of Doubles, goes beside Floats.
  func withPrecision<Scalar: LogitScalar, Result>(
    of _: Scalar.Type, for shape: BatchShape,
    _ body: (TargetElements) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    switch (type, Scalar._type) {
    case (.double, .float):
      try withCopy(from: Double.self, to: Scalar.self, shape, body)
    case (.float, .double), (.float16, .double), (.bfloat16, .double):
      try withCopy(from: Float.self, to: Scalar.self, shape, body)
    default: try body(self)
    }
  }

  private func withCopy<Source: LogitScalar, Scalar: LogitScalar, Result>(
    from _: Source.Type, to _: Scalar.Type, _ shape: BatchShape,
    _ body: (TargetElements) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    let rows = try Rows(
      Elements<Source>(bytes, type), role, shape.withStride(stride))
    let copy = UnsafeMutableBufferPointer<Scalar>.allocate(
      capacity: shape.samples * shape.classes)
    defer { copy.deallocate() }
    let elements = TargetElements(
      UnsafeBufferPointer(copy), stride: shape.strideWithoutGaps)
    let copies = try Rows(
      Elements(copy), role, shape.withStride(elements.stride))
    for row in 0..<shape.samples {
      let (from, to) = (
        rows.tile(row..<row + 1), copies.tile(row..<row + 1)
      )
      for index in 0..<shape.classes { to[0, index] = from[0, index] }
    }
    return try body(elements)
  }
}
