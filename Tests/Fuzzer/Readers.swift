/// The entry point of libFuzzer, which `run` compiles together with the readers.
@_cdecl("LLVMFuzzerTestOneInput")
public func readHeaders(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  if let header = try? NPYHeader(parsing: bytes) {
    let size = header.shape.reduce(header.elementType.size, *)
    precondition(size <= count - header.dataOffset)
  }
  if let header = try? SafetensorsHeader(parsing: bytes) {
    for tensor in header.tensors {
      precondition(tensor.bytes.upperBound <= count)
      guard let type = tensor.elementType else { continue }
      precondition(tensor.bytes.count == tensor.shape.reduce(type.size, *))
    }
  }
  return 0
}
