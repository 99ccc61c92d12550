import CShims

/// What is packed as bfloat16: Floats, which are rounded, and the bits of
/// bfloat16.
protocol BFloat16Element {
  /// The pairs of the same element of two rows, at most 16, and zeros.
  static func lanes(
    _ first: UnsafePointer<Self>, _ second: UnsafePointer<Self>?, _ count: Int
  ) -> bfloat16_pairs

  /// The pairs of elements beside each other, of 32 if there are as many, and
  /// zeros.
  static func neighbors(
    _ elements: UnsafePointer<Self>, _ count: Int
  ) -> bfloat16_pairs
}

extension Float: BFloat16Element {
  @inline(__always)
  static func lanes(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>?,
    _ count: Int
  ) -> bfloat16_pairs {
    bfloat16_of_float_lanes(
      load(first, count), second.map { load($0, count) } ?? float_repeating(0))
  }

  @inline(__always)
  static func neighbors(
    _ elements: UnsafePointer<Float>, _ count: Int
  ) -> bfloat16_pairs {
    bfloat16_of_neighbors(
      load(elements, count), load(elements + 16, count - 16))
  }
}

extension UInt16: BFloat16Element {
  @inline(__always)
  static func lanes(
    _ first: UnsafePointer<UInt16>, _ second: UnsafePointer<UInt16>?,
    _ count: Int
  ) -> bfloat16_pairs {
    bfloat16_of_lanes(
      load(first, count), second.map { load($0, count) } ?? bfloat16_zeros())
  }

  @inline(__always)
  static func neighbors(
    _ elements: UnsafePointer<UInt16>, _ count: Int
  ) -> bfloat16_pairs {
    bfloat16_of_halves(load(elements, count), load(elements + 16, count - 16))
  }

  @inline(__always)
  private static func load(
    _ elements: UnsafePointer<UInt16>, _ count: Int
  ) -> half_vector {
    count >= 16
      ? half_load(elements) : half_load_part(elements, Swift.max(0, count))
  }
}

/// The first 16 elements, or as many as there are, and zeros.
@inline(__always)
func load(_ elements: UnsafePointer<Float>, _ count: Int) -> float_vector {
  count >= 16
    ? float_load(elements) : float_load_part(elements, max(0, count), 0)
}
