import KernelTypes

/// The elements of a batch in the caller's memory, not checked yet.
@usableFromInline
struct Elements<Scalar: LogitScalar> {
  let start: UnsafeMutableRawPointer?
  let count: Int
  let format: ElementFormat

  @usableFromInline
  init<Logit: StoredLogit>(_ elements: UnsafeBufferPointer<Logit>)
  where Logit.Scalar == Scalar {
    start = UnsafeMutableRawPointer(mutating: elements.baseAddress)
    count = elements.count
    format = Logit._format
  }

  @usableFromInline
  init(_ elements: UnsafeMutableBufferPointer<Scalar>) {
    start = UnsafeMutableRawPointer(elements.baseAddress)
    count = elements.count
    format = .scalar
  }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: start, count: count * format.size(Scalar.self))
  }
}
