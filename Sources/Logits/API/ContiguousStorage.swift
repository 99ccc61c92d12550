/// Elements that lie side by side in memory and can be read there.
///
/// Arrays, their slices, spans and unsafe buffers conform, so that one function
/// serves them all; a type of yours conforms with one function. An optional
/// conforms as well: where an argument may be left out, `nil` leaves it out.
public protocol ContiguousStorage<Element>: ~Copyable, ~Escapable {
  /// What lies there: logits, targets, weights.
  associatedtype Element

  /// Calls `body` with the elements; the buffer is valid during the call.
  borrowing func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result

  /// Whether this is a `nil`.
  var _isOmitted: Bool { get }
}

extension ContiguousStorage where Self: ~Copyable & ~Escapable {
  /// No: only an optional can be `nil`.
  public var _isOmitted: Bool { false }
}

extension Array: ContiguousStorage {}
extension ArraySlice: ContiguousStorage {}
extension ContiguousArray: ContiguousStorage {}
extension Span: ContiguousStorage {}

extension MutableSpan: ContiguousStorage {
  /// Calls `body` with the elements.
  @inlinable
  public borrowing func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try span.withUnsafeBufferPointer(body)
  }
}

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

extension Optional: ContiguousStorage
where Wrapped: ContiguousStorage & ~Copyable & ~Escapable {
  /// The elements of what is wrapped.
  public typealias Element = Wrapped.Element

  /// Calls `body` with the elements; those of `nil` are none.
  @inlinable
  public borrowing func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Wrapped.Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .none:
      try body(UnsafeBufferPointer(start: nil, count: 0))
    case .some(let storage):
      try storage.withUnsafeBufferPointer(body)
    }
  }

  /// Whether this is a `nil`.
  @inlinable
  public var _isOmitted: Bool {
    switch self {
    case .none: true
    case .some: false
    }
  }
}
