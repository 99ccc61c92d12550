/// The entry point of libFuzzer, which `run` compiles together with the readers.
@_cdecl("LLVMFuzzerTestOneInput")
public func readFiles(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  readHeaders(bytes)
  if let archive = try? ZipArchive(parsing: bytes) {
    var end = 0
    for member in archive.members.sorted(by: {
      $0.bytes.lowerBound < $1.bytes.lowerBound
    }) {
      precondition(member.bytes.lowerBound >= end)
      precondition(member.bytes.upperBound <= count)
      end = member.bytes.upperBound
    }
  }
  if let tensors = try? TorchTensors(parsing: bytes).tensors {
    precondition(tensors.count <= count)
  }
  if let table = try? TextTable(parsing: bytes) {
    precondition(table.values.count == table.rows * table.columns)
  }
  if let logarithms = try? LogProbabilities(parsing: bytes) {
    let elements = logarithms.shape.reduce(1, *)
    var output = [Float](repeating: 0, count: elements)
    output.withUnsafeMutableBytes {
      if let start = $0.baseAddress {
        logarithms.copy(0..<elements, of: bytes, to: start)
      }
    }
  }
  return 0
}

private func readHeaders(_ bytes: UnsafeRawBufferPointer) {
  if let header = try? NPYHeader(parsing: bytes) {
    let size = header.shape.reduce(header.elementType.size, *)
    precondition(size <= bytes.count - header.dataOffset)
  }
  if let header = try? SafetensorsHeader(parsing: bytes) {
    for tensor in header.tensors {
      precondition(tensor.bytes.upperBound <= bytes.count)
      guard let type = tensor.elementType else { continue }
      precondition(tensor.bytes.count == tensor.shape.reduce(type.size, *))
    }
  }
}
