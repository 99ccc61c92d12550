public import Foundation
public import Logits

// Bytes: class indices of one byte each. Elements of another type are read and
// written through `withUnsafeBytes` and `bindMemory(to:)`.

extension Data: ContiguousStorage {
  /// Calls `body` with the bytes.
  @inlinable
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try span.withUnsafeBufferPointer(body)
  }
}

extension Data: MutableContiguousStorage {
  /// Calls `body` with the bytes, in memory that is not shared.
  @inlinable
  public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var bytes = mutableSpan
    return try bytes.withUnsafeMutableBufferPointer {
      (bytes) throws(Failure) in try body(bytes)
    }
  }
}
