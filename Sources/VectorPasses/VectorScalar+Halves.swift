import CVectors

extension VectorScalar {
  /// Stores elements in half precision as scalars, which is exact.
  ///
  /// Scalars that are stored as such are copied.
  @inlinable @inline(__always)
  static func widen(
    _ elements: UnsafeRawPointer, _ format: StorageFormat, _ count: Int,
    to output: UnsafeMutablePointer<Self>
  ) {
    switch format {
    case .scalar:
      output.update(
        from: elements.assumingMemoryBound(to: Self.self), count: count)
    case .float16:
      widen(elements, count, to: output) {
        FloatVector(float_load_float16($0))
      }
    case .bfloat16:
      widen(elements, count, to: output) {
        FloatVector(float_load_bfloat16($0))
      }
    }
  }

  /// By whole vectors, the last of which may reach back; fewer elements than
  /// make a vector are copied to one.
  @inlinable @inline(__always)
  static func widen(
    _ elements: UnsafeRawPointer, _ count: Int,
    to output: UnsafeMutablePointer<Self>,
    _ load: (UnsafePointer<UInt16>) -> FloatVector
  ) {
    let lanes = FloatVector.laneCount
    let halves = elements.assumingMemoryBound(to: UInt16.self)
    guard count >= lanes else {
      return widenFew(halves, count, to: output, load)
    }
    var i = 0
    while i < count - lanes {
      // What is widened next, while these wait to be summed.
      vector_prefetch(halves + i + Scratch.widenedCount)
      store(load(halves + i), to: output + i)
      i += lanes
    }
    store(load(halves + count - lanes), to: output + count - lanes)
  }

  @inlinable @inline(__always)
  static func widenFew(
    _ halves: UnsafePointer<UInt16>, _ count: Int,
    to output: UnsafeMutablePointer<Self>,
    _ load: (UnsafePointer<UInt16>) -> FloatVector
  ) {
    var few = FloatVector(repeating: 0)
    withUnsafeMutableBytes(of: &few) {
      $0.copyMemory(
        from: UnsafeRawBufferPointer(start: halves, count: 2 * count))
    }
    let widened = withUnsafeBytes(of: few) {
      load(
        $0.baseAddress.unsafelyUnwrapped
          .assumingMemoryBound(to: UInt16.self))
    }
    for i in 0..<count { output[i] = Self(widened[i]) }
  }
}
