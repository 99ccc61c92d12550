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
    let isSwapped = generator.once(in: 4)
    let spelling = (type.npySpelling ?? "<V2")
      .replacing("<", with: isSwapped ? ">" : "<")
    let order = generator.once(in: 4) ? "True" : "False"
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': '\(spelling)', 'fortran_order': \(order), "
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

  /// NPY files in a ZIP file, and one that is none.
  static func npz(using generator: inout some RandomNumberGenerator) -> [UInt8]
  {
    let names = ["logits.npy", "b.npy", "readme", "c.npy"]
    let members = names.prefix(1 + generator.below(4)).map {
      ZipWriter.Member(
        $0, npy(using: &generator), method: generator.once(in: 2) ? 8 : 0)
    }
    return changed(archive(members, &generator), &generator)
  }

  /// Tensors in a dictionary, of a storage that may be too short.
  static func torch(
    using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let storages = [
      "FloatStorage", "LongStorage", "HalfStorage", "ByteStorage",
    ]
    let items = ["logits", "b", "c"].prefix(1 + generator.below(3)).map {
      let shape = shape(&generator)
      let strides = shape.map { _ in
        generator.once(in: 20) ? generator.below(.max) : generator.below(6)
      }
      return (
        key: $0,
        value: TorchPickle.tensor(
          generator.one(of: storages), offset: generator.below(4), shape,
          strides)
      )
    }
    var pickle = TorchPickle.dictionary(items)
    // Within the archive the lengths stay true, and the rest is looked at.
    if generator.once(in: 2) { pickle = generator.mutated(pickle) }
    let zip = TorchPickle.archive(
      pickle,
      [(key: "0", bytes: Array(repeating: 1, count: generator.below(900)))],
      byteOrder: generator.one(of: ["little", "big", nil]))
    return changed(archive(zip.members, &generator), &generator)
  }

  static func text(
    using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let separator = generator.one(of: [",", "\t", ";", " ", "  "])
    let cells = ["1", "-2.5", "nan", "1e9", "", "x", "inf", "0x1", "1e-400"]
    let columns = 1 + generator.below(4)
    let lines = (0..<generator.below(6)).map { _ in
      (0..<columns).map { _ in
        generator.once(in: 4) ? generator.one(of: cells) : "7"
      }.joined(separator: separator)
    }
    return changed(Array(lines.joined(separator: "\n").utf8), &generator)
  }

  static func logProbabilities(
    using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let length = generator.below(12)
    let vocabulary = generator.below(7)
    let contexts = generator.below(4)
    let positions = max(0, length - 1 - length / 2)
    let size = 2 * (2 * ((vocabulary + 1) / 2) + 4)
    let file =
      Array("_logits_".utf8)
      + [length, vocabulary, contexts].flatMap { little(Int32($0)) }
      + (0..<4 * contexts * length).map { _ in UInt8(generator.below(4)) }
      + (0..<contexts * positions * size).map { _ in
        UInt8(generator.below(256))
      }
    return changed(file, &generator)
  }

  private static func archive(
    _ members: [ZipWriter.Member],
    _ generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var zip = ZipWriter(members)
    zip.isWide = generator.once(in: 2)
    return zip.bytes
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
