import CShims
import KernelTypes

extension VectorScalar {
  /// Stores elements in half precision as scalars, which is exact.
  ///
  /// Scalars that are stored as such are copied.
  @inline(__always)
  static func widen(
    _ elements: UnsafeRawPointer, _ format: ElementFormat, _ count: Int,
    to output: UnsafeMutablePointer<Self>
  ) {
    switch format {
    case .scalar:
      output.update(
        from: elements.assumingMemoryBound(to: Self.self), count: count)
    case .float16:
      widen(elements, count, to: output) {
        FloatVector(float_widen_float16($0))
      }
    case .bfloat16:
      widen(elements, count, to: output) {
        FloatVector(float_widen_bfloat16($0))
      }
    }
  }

  /// By whole vectors, the last of which may reach back; fewer elements than
  /// make a vector are copied to one.
  @inline(__always)
  private static func widen(
    _ elements: UnsafeRawPointer, _ count: Int,
    to output: UnsafeMutablePointer<Self>,
    _ convert: (half_vector) -> FloatVector
  ) {
    let lanes = FloatVector.laneCount
    let halves = elements.assumingMemoryBound(to: UInt16.self)
    guard count >= lanes else {
      let floats = convert(half_load_part(halves, count))
      for i in 0..<count { output[i] = Self(floats[i]) }
      return
    }
    var i = 0
    while i < count - lanes {
      // What is widened next, while these wait to be summed.
      vector_prefetch(halves + i + Scratch.widenedCount)
      store(convert(half_load(halves + i)), to: output + i)
      i += lanes
    }
    let last = convert(half_load(halves + count - lanes))
    store(last, to: output + count - lanes)
  }
}

extension Float {
  /// Stores scalars in half precision, rounded to the nearest.
  ///
  /// Elements that are stored as scalars are copied.
  @inline(__always)
  static func narrow(
    _ scalars: UnsafePointer<Float>, _ count: Int, _ format: ElementFormat,
    to elements: UnsafeMutableRawPointer
  ) {
    switch format {
    case .scalar:
      elements.assumingMemoryBound(to: Float.self)
        .update(from: scalars, count: count)
    case .float16:
      narrow(scalars, count, to: elements) { float_narrow_float16($0.lanes) }
    case .bfloat16:
      narrow(scalars, count, to: elements) { float_narrow_bfloat16($0.lanes) }
    }
  }

  @inline(__always)
  private static func narrow(
    _ scalars: UnsafePointer<Float>, _ count: Int,
    to elements: UnsafeMutableRawPointer,
    _ convert: (FloatVector) -> half_vector
  ) {
    let lanes = FloatVector.laneCount
    let halves = elements.assumingMemoryBound(to: UInt16.self)
    guard count >= lanes else {
      let part = FloatVector.load(scalars, count: count, rest: 0)
      return half_store_part(convert(part), halves, count)
    }
    var i = 0
    while i < count - lanes {
      half_store(convert(.load(scalars + i)), halves + i)
      i += lanes
    }
    i = count - lanes
    half_store(convert(.load(scalars + i)), halves + i)
  }
}
