/// An array whose elements `initialize` sets, all of them.
///
/// The standard library's initialiser cannot pass on a typed error.
@usableFromInline
func newArray<Element>(
  count: Int,
  _ initialize: (UnsafeMutableBufferPointer<Element>) throws(LogitsError) ->
    Void
) throws(LogitsError) -> [Element] {
  var failure: LogitsError?
  // With no capacity, it would write to what all empty arrays share.
  let array = [Element](unsafeUninitializedCapacity: max(1, count)) {
    buffer, initialized in
    do throws(LogitsError) {
      try initialize(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return array
}

/// An array of rows without gaps, for elements that fit the shape.
func newArray<Scalar: LogitScalar>(
  of shape: BatchShape, _ elements: Elements<Scalar>,
  _ role: LogitsError.Buffer,
  _ initialize: (Elements<Scalar>) throws(LogitsError) -> Void
) throws(LogitsError) -> [Scalar] {
  _ = try Rows(elements, role, shape)
  return try newArray(count: shape.samples * shape.classes) {
    (rows) throws(LogitsError) in
    try initialize(Elements(rows))
  }
}

/// The number of results, one per sample, of a shape that fits the input.
@usableFromInline
func resultCount<Scalar: LogitScalar>(
  _ input: Elements<Scalar>, _ role: LogitsError.Buffer, _ shape: BatchShape?
) throws(LogitsError) -> Int {
  try Rows(input, role, shape ?? .oneSample(input.count)).shape.samples
}
