import CShims

/// What is packed as bfloat16: Floats, which are rounded, and the bits of
/// bfloat16.
protocol BFloat16Element {
  /// The pairs of the same element of two rows, of 16 if there are as many, and
  /// zeros; a row of which 0 are wanted is not read.
  static func lanes(
    _ first: UnsafePointer<Self>, _ count: Int,
    _ second: UnsafePointer<Self>, _ secondCount: Int
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
    _ first: UnsafePointer<Float>, _ count: Int,
    _ second: UnsafePointer<Float>, _ secondCount: Int
  ) -> bfloat16_pairs {
    bfloat16_of_float_lanes(load(first, count), load(second, secondCount))
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
    _ first: UnsafePointer<UInt16>, _ count: Int,
    _ second: UnsafePointer<UInt16>, _ secondCount: Int
  ) -> bfloat16_pairs {
    bfloat16_of_lanes(load(first, count), load(second, secondCount))
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
