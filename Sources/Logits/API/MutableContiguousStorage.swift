/// Elements that lie side by side in memory and can be written there.
///
/// Arrays, their slices, `MutableSpan` and `UnsafeMutableBufferPointer` conform,
/// and a type of yours conforms with one function. All of them are passed with
/// `&`:
///
/// ```swift
/// try softmax(logits, .rows(of: 10), into: &probabilities)
/// ```
///
/// The elements have to be there: results take the place of what is there. A
/// slice that is written through `&array[range]` is copied by Swift and written
/// back; a buffer over that part of the array is not. An optional conforms as
/// well: where a result may be left out, as the gradients of a linear layer may,
/// one that is `nil` leaves it out, and so does ``Unwanted``.
public protocol MutableContiguousStorage<Element>: ~Copyable, ~Escapable {
  /// What is written there: rows, losses, predictions, evaluations.
  associatedtype Element

  /// Calls `body` with the elements; the buffer is valid during the call.
  mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result

  /// Whether this is a `nil`.
  var _isUnwanted: Bool { get }
}

extension MutableContiguousStorage where Self: ~Copyable & ~Escapable {
  /// No: only an optional can be `nil`.
  public var _isUnwanted: Bool { false }
}

extension Array: MutableContiguousStorage {
  /// Calls `body` with the elements, in memory that is not shared.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
      try body(elements)
    }
  }
}

extension ArraySlice: MutableContiguousStorage {
  /// Calls `body` with the elements, in memory that is not shared.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
      try body(elements)
    }
  }
}

extension ContiguousArray: MutableContiguousStorage {
  /// Calls `body` with the elements, in memory that is not shared.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
      try body(elements)
    }
  }
}

extension MutableSpan: MutableContiguousStorage {
  /// Calls `body` with the elements.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
      try body(elements)
    }
  }
}

extension UnsafeMutableBufferPointer: MutableContiguousStorage {
  /// Calls `body` with this buffer.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(self)
  }
}

extension Optional: MutableContiguousStorage
where Wrapped: MutableContiguousStorage & ~Copyable & ~Escapable {
  /// Calls `body` with the elements of what is wrapped; those of `nil` are none.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Wrapped.Element>) throws(Failure) ->
      Result
  ) throws(Failure) -> Result {
    if let result = try self?.withUnsafeMutableElements(body) { return result }
    return try body(UnsafeMutableBufferPointer(start: nil, count: 0))
  }

  /// Whether this is a `nil`.
  @inlinable
  public var _isUnwanted: Bool {
    switch self {
    case .none: true
    case .some: false
    }
  }
}
