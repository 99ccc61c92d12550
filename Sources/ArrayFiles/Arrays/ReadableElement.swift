import CShims

/// What the elements of any array can be read as: Float, Double, or Int.
package protocol ReadableElement: ArrayElement {
  /// The value of a number; `nil` if there is none.
  static func value(of number: some BinaryFloatingPoint) -> Self?
  static func value(of number: some FixedWidthInteger) -> Self?

  /// Converts elements of a type in a file, and returns the index of the first that
  /// has no such value, if any.
  static func convert(
    _ elements: UnsafeRawBufferPointer, of type: ElementType,
    into output: UnsafeMutableBufferPointer<Self>
  ) -> Int?
}

// Rounded to the nearest; no number lacks a value.
extension Float: ReadableElement {}
extension Double: ReadableElement {}

extension ReadableElement where Self: BinaryFloatingPoint {
  package static func value(of number: some BinaryFloatingPoint) -> Self? {
    Self(number)
  }

  package static func value(of number: some FixedWidthInteger) -> Self? {
    Self(number)
  }
}

// Whole numbers alone.
extension Int: ReadableElement {
  package static func value(of number: some BinaryFloatingPoint) -> Int? {
    Int(exactly: number)
  }

  package static func value(of number: some FixedWidthInteger) -> Int? {
    Int(exactly: number)
  }
}

extension ReadableElement {
  // Specialised for each of the three.
  package static func convert(
    _ elements: UnsafeRawBufferPointer, of type: ElementType,
    into output: UnsafeMutableBufferPointer<Self>
  ) -> Int? {
    func convert<Stored>(
      _: Stored.Type, _ value: (Stored) -> Self?
    ) -> Int? {
      let stored = elements.assumingMemoryBound(to: Stored.self)
      for i in 0..<output.count {
        guard let value = value(stored[i]) else { return i }
        output[i] = value
      }
      return nil
    }
    func integers<Stored: FixedWidthInteger>(_: Stored.Type) -> Int? {
      convert(Stored.self) { value(of: $0) }
    }
    return switch type {
    case .float16:
      convert(UInt16.self) { value(of: float_of_float16($0)) }
    case .bfloat16:
      convert(UInt16.self) { value(of: float_of_bfloat16($0)) }
    case .float8e4m3: convert(UInt8.self) { value(of: float(e4m3: $0)) }
    case .float8e5m2:
      // The upper half of a number in half precision.
      convert(UInt8.self) {
        value(of: float_of_float16(UInt16($0) << 8))
      }
    case .float32: convert(Float.self) { value(of: $0) }
    case .float64: convert(Double.self) { value(of: $0) }
    case .int8: integers(Int8.self)
    case .int16: integers(Int16.self)
    case .int32: integers(Int32.self)
    case .int64: integers(Int64.self)
    case .uint8: integers(UInt8.self)
    case .uint16: integers(UInt16.self)
    case .uint32: integers(UInt32.self)
    case .uint64: integers(UInt64.self)
    }
  }
}

private func float(e4m3 bits: UInt8) -> Float {
  let (exponent, fraction) = (Int(bits >> 3 & 15), Float(bits & 7))
  if bits & 0x7f == 0x7f { return .nan }
  let magnitude =
    exponent == 0
    ? fraction * 0x1p-9
    : Float(sign: .plus, exponent: exponent - 10, significand: 8 + fraction)
  return bits < 0x80 ? magnitude : -magnitude
}
