import KernelTypes

/// The elements of a batch in the caller's memory, not checked yet.
@usableFromInline
package struct Elements<Scalar: LogitScalar> {
  let start: UnsafeMutableRawPointer?
  let count: Int
  let format: ElementFormat

  @usableFromInline
  package init<Logit: StoredLogit>(_ elements: UnsafeBufferPointer<Logit>)
  where Logit.Scalar == Scalar {
    start = UnsafeMutableRawPointer(mutating: elements.baseAddress)
    count = elements.count
    format = Logit._format
  }

  @usableFromInline
  package init<Logit: StoredLogit>(
    _ elements: UnsafeMutableBufferPointer<Logit>
  )
  where Logit.Scalar == Scalar {
    self.init(UnsafeBufferPointer(elements))
  }

  @usableFromInline
  package init(_ elements: UnsafeMutableBufferPointer<Scalar>) {
    start = UnsafeMutableRawPointer(elements.baseAddress)
    count = elements.count
    format = .scalar
  }

  var isHalves: Bool { format != .scalar }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: start, count: count * format.size(Scalar.self))
  }
}
