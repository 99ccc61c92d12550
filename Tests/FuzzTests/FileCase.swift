import ArrayFiles
import TestSupport

/// The bytes of a file: good ones, good ones that have been changed, or any.
enum FileCase {
  static func npy(using generator: inout some RandomNumberGenerator) -> [UInt8]
  {
    guard !generator.once(in: 12) else {
      return [0x93] + Array("NUMPY".utf8) + anything(&generator)
    }
    let type = generator.one(of: types)
    let shape = shape(&generator)
    let order = generator.once(in: 8) ? "True" : "False"
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': '\(type.npySpelling ?? "")', 'fortran_order': \(order), "
      + "'shape': (\(extents)), }"
    // Elements at any address, not only where NumPy puts them.
    let header =
      text + String(repeating: " ", count: generator.below(40)) + "\n"
    let version = UInt8(1 + generator.below(3))
    let length = version == 1 ? 2 : 4
    let file =
      [0x93] + Array("NUMPY".utf8) + [version, 0]
      + (0..<length).map { UInt8(header.utf8.count >> (8 * $0) & 0xff) }
      + Array(header.utf8) + elements(type, shape, &generator)
    return changed(file, &generator)
  }

  static func safetensors(
    using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    guard !generator.once(in: 12) else { return anything(&generator) }
    var entries: [String] = []
    var bytes: [UInt8] = []
    if generator.once(in: 3) {
      entries.append(#""__metadata__":{"format":"pt","a\u00e9":"\n"}"#)
    }
    for name in ["logits", "b", "ü\\\\", "c"].prefix(1 + generator.below(4)) {
      let type = generator.one(of: types)
      let shape = shape(&generator)
      let begin = bytes.count
      bytes += elements(type, shape, &generator)
      entries.append(
        """
        "\(name)":{"dtype":"\(type.safetensorsSpelling)","shape":\(shape),\
        "data_offsets":[\(begin),\(bytes.count)]}
        """)
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // Within the header the length stays true, and the rest is looked at.
    if generator.once(in: 2) { header = generator.mutated(header) }
    header += Array(repeating: 0x20, count: generator.below(9))
    let length = (0..<8).map { UInt8(header.count >> (8 * $0) & 0xff) }
    return changed(length + header + bytes, &generator)
  }

  private static let types: [ElementType] = [
    .float16, .float32, .float64, .int64, .uint8, .bfloat16,
  ]

  private static func changed(
    _ file: [UInt8], _ generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    generator.once(in: 4) ? file : generator.mutated(file)
  }

  private static func anything(
    _ generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    (0..<generator.below(300)).map { _ in UInt8(generator.below(256)) }
  }

  private static func shape(
    _ generator: inout some RandomNumberGenerator
  ) -> [Int] {
    (0..<generator.below(4)).map { _ in generator.below(6) }
  }

  private static func elements(
    _ type: ElementType, _ shape: [Int],
    _ generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let byte = UInt8(generator.below(256))
    return Array(repeating: byte, count: shape.reduce(type.size, *))
  }
}
