/// Lets `body` fill a caller's buffer with elements of another type, of the same
/// size or a smaller one, and converts them in place.
///
/// The results of the library have the type of the rows, or are `Int`; those of
/// the C functions are double and int64_t. Nothing is allocated for that.
func fill<Narrow, Wide, Failure: Error>(
  _ buffer: UnsafeMutableBufferPointer<Wide>,
  from _: Narrow.Type,
  convert: (Narrow) -> Wide,
  _ body: (UnsafeMutableBufferPointer<Narrow>) throws(Failure) -> Void
) throws(Failure) {
  guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else {
    return try body(UnsafeMutableBufferPointer(start: nil, count: 0))
  }
  let narrow = start.bindMemory(to: Narrow.self, capacity: buffer.count)
  defer { start.bindMemory(to: Wide.self, capacity: buffer.count) }
  try body(UnsafeMutableBufferPointer(start: narrow, count: buffer.count))
  guard Narrow.self != Wide.self else { return }
  // From the back: a wide element covers narrow ones of its own index or above.
  for i in (0..<buffer.count).reversed() {
    let element = start.load(
      fromByteOffset: i * MemoryLayout<Narrow>.stride, as: Narrow.self)
    start.storeBytes(
      of: convert(element), toByteOffset: i * MemoryLayout<Wide>.stride,
      as: Wide.self)
  }
}
