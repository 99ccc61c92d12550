/// Elements that lie side by side in memory and can be read there.
///
/// Arrays, their slices, spans and unsafe buffers conform, so that one function
/// serves them all.
public protocol ContiguousStorage<Element>: ~Copyable, ~Escapable {
  /// What lies there: logits, targets, weights.
  associatedtype Element

  /// Calls `body` with the elements; the buffer is valid during the call.
  borrowing func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result
}

extension Array: ContiguousStorage {}
extension ArraySlice: ContiguousStorage {}
extension ContiguousArray: ContiguousStorage {}
extension Span: ContiguousStorage {}

extension UnsafeBufferPointer: ContiguousStorage {
  /// Calls `body` with this buffer.
  @inlinable
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(self)
  }
}

extension UnsafeMutableBufferPointer: ContiguousStorage {
  /// Calls `body` with this buffer.
  @inlinable
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(self))
  }
}

/// Calls `body` with the elements of a span, if there is one.
@inlinable @inline(__always)
func withBuffer<Element, Result>(
  of span: Span<Element>?,
  _ body: (UnsafeBufferPointer<Element>?) throws(LogitsError) -> Result
) throws(LogitsError) -> Result {
  guard let span else { return try body(nil) }
  return try span.withUnsafeBufferPointer { (elements) throws(LogitsError) in
    try body(elements)
  }
}

/// A view of someone else's elements that can be written: `MutableSpan` and
/// `UnsafeMutableBufferPointer`.
///
/// A function that writes takes such a view by value: `into: array.mutableSpan`.
public protocol MutableStorageView<Element>: ~Copyable, ~Escapable {
  /// What is written there: rows, losses, predictions, evaluations.
  associatedtype Element

  /// Calls `body` with the elements; the buffer is valid during the call.
  mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result
}

extension MutableSpan: MutableStorageView {}

extension UnsafeMutableBufferPointer: MutableStorageView {
  /// Calls `body` with this buffer.
  @inlinable
  public func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(self)
  }
}
