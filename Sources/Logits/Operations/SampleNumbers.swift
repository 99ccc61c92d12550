import CShims

/// Numbers of the caller's, one per sample: weights and factors of any
/// floating-point type, which are read; losses and other results, Float or
/// Double, which are written.
@usableFromInline
package struct SampleNumbers {
  let start: UnsafeMutableRawPointer?
  package let count: Int
  let type: _ElementType

  @usableFromInline
  package init<Element: StoredLogit>(
    _ elements: UnsafeBufferPointer<Element>
  ) {
    start = UnsafeMutableRawPointer(mutating: elements.baseAddress)
    count = elements.count
    type = Element._type
  }

  @usableFromInline
  package init<Element: LogitScalar>(
    _ elements: UnsafeMutableBufferPointer<Element>
  ) {
    self.init(UnsafeBufferPointer(elements))
  }

  /// Numbers to be read, of any type.
  ///
  /// - Throws: `elementType` for integers.
  package init(
    _ bytes: UnsafeRawBufferPointer, _ type: _ElementType,
    _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    guard !type.isIndex else { throw .notNumbers(role, type) }
    start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    count = bytes.count / type.size
    self.type = type
  }

  /// Numbers to be written, of any type.
  ///
  /// - Throws: `elementType` for what is neither Float nor Double.
  package init(
    results bytes: UnsafeRawBufferPointer, _ type: _ElementType,
    _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    guard type == .float || type == .double else {
      throw .notNumbers(role, type)
    }
    try self.init(bytes, type, role)
  }

  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count * type.size)
  }

  /// A sample's number; one that is written is rounded once.
  @inline(__always)
  package subscript(sample: Int) -> Double {
    get {
      let element = start.unsafelyUnwrapped + sample * type.size
      return switch type {
      case .double: element.load(as: Double.self)
      case .float16: Double(float_of_float16(element.load(as: UInt16.self)))
      case .bfloat16: Double(float_of_bfloat16(element.load(as: UInt16.self)))
      default: Double(element.load(as: Float.self))
      }
    }
    nonmutating set {
      let element = start.unsafelyUnwrapped + sample * type.size
      if type == .double {
        element.storeBytes(of: newValue, as: Double.self)
      } else {
        element.storeBytes(of: Float(newValue), as: Float.self)
      }
    }
  }
}

/// Calls `body` with the numbers in a storage, or with `nil` if it is left out.
@inlinable @inline(__always)
func withNumbers<Storage, Result>(
  _ storage: borrowing Storage,
  _ body: (SampleNumbers?) throws(LogitsError) -> Result
) throws(LogitsError) -> Result
where
  Storage: ContiguousStorage & ~Copyable & ~Escapable,
  Storage.Element: StoredLogit
{
  guard !storage._isOmitted else { return try body(nil) }
  return try storage.withUnsafeBufferPointer { (elements) throws(LogitsError) in
    try body(SampleNumbers(elements))
  }
}
