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
