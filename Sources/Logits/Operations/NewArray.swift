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

/// An array of rows or planes without gaps, for elements that fit the layout.
func newArray<Scalar: LogitScalar>(
  of elements: Elements<Scalar>, _ layout: Layout,
  _ initialize: (Elements<Scalar>, BatchShape) throws(LogitsError) -> Void
) throws(LogitsError) -> [Scalar] {
  let shape = try layout.shape(of: elements.count, .logits)
  return try newArray(count: shape.samples * shape.classes) {
    (rows) throws(LogitsError) in
    try initialize(Elements(rows), shape)
  }
}

/// An array of one element per sample, for elements that fit the layout.
@usableFromInline
func newArray<Scalar: LogitScalar, Element>(
  perSampleOf elements: Elements<Scalar>, _ layout: Layout,
  _ initialize: (UnsafeMutableBufferPointer<Element>) throws(LogitsError) ->
    Void
) throws(LogitsError) -> [Element] {
  let shape = try layout.shape(of: elements.count, .logits)
  return try newArray(count: shape.samples, initialize)
}
