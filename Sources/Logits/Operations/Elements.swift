import KernelTypes

/// The elements of a batch in the caller's memory, not checked yet.
@usableFromInline
package struct Elements<Scalar: LogitScalar> {
  let start: UnsafeMutableRawPointer?
  let count: Int
  let type: _ElementType

  @usableFromInline
  package init<Element: StoredLogit>(
    _ elements: UnsafeBufferPointer<Element>
  ) where Element.Scalar == Scalar {
    start = UnsafeMutableRawPointer(mutating: elements.baseAddress)
    count = elements.count
    type = Element._type
  }

  @usableFromInline
  package init<Element: StoredLogit>(
    _ elements: UnsafeMutableBufferPointer<Element>
  ) where Element.Scalar == Scalar {
    self.init(UnsafeBufferPointer(elements))
  }

  /// Elements of any type, also of one that is not computed as `Scalar`.
  package init(_ bytes: UnsafeRawBufferPointer, _ type: _ElementType) {
    start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    count = bytes.count / type.size
    self.type = type
  }

  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count * type.size)
  }

  /// How kernels read or write the elements.
  ///
  /// - Throws: `elementType` for numbers that are not computed as `Scalar`.
  func format(_ role: LogitsError.Buffer) throws(LogitsError) -> ElementFormat {
    switch type {
    case Scalar._type: return .scalar
    case .float16 where Scalar._type == .float: return .float16
    case .bfloat16 where Scalar._type == .float: return .bfloat16
    default: throw .elementType(role, type, for: Scalar._type)
    }
  }
}

extension _ElementType {
  /// The bytes of an element.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double: 8
    }
  }

  /// Whether these are numbers in half precision.
  var isHalf: Bool { self == .float16 || self == .bfloat16 }

  /// Whether these are class indices.
  package var isIndex: Bool {
    switch self {
    case .float, .double, .float16, .bfloat16: false
    default: true
    }
  }
}
