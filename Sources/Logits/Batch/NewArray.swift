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
  let array = [Element](unsafeUninitializedCapacity: count) {
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
