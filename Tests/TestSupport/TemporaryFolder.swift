import Foundation

/// A folder that a test writes into; it is removed with all files in it.
package struct TemporaryFolder: ~Copyable {
  private let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "swift-logits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  package func path(_ name: String) -> String { url.appending(path: name).path }

  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path) }
  }

  /// Writes a file, and returns its path.
  ///
  /// Zero bytes after the others take no room on the disk.
  package func write(
    _ name: String, bytes: [UInt8], zeroBytes: Int = 0
  ) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    if zeroBytes > 0 {
      let file = try FileHandle(forWritingTo: URL(filePath: path(name)))
      try file.truncate(atOffset: UInt64(bytes.count + zeroBytes))
      try file.close()
    }
    return path(name)
  }

  /// Writes an NPY file, and returns its path.
  package func write<Element: BitwiseCopyable>(
    _ name: String, _ type: String, _ shape: [Int], _ elements: [Element],
    fortran: Bool = false, padding: Int = 0, zeroBytes: Int = 0
  ) throws -> String {
    let extents = shape.map { "\($0)," }.joined()
    let header =
      "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), "
      + "'shape': (\(extents))}" + String(repeating: " ", count: padding)
    let start =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
    return try write(
      name,
      bytes: start + Array(header.utf8) + elements.withUnsafeBytes(Array.init),
      zeroBytes: zeroBytes)
  }

  /// Writes a safetensors file of tensors end to end, and returns its path.
  package func write<Element: BitwiseCopyable>(
    _ name: String, _ type: String,
    _ tensors: [(name: String, shape: [Int], elements: [Element])],
    padding: Int = 0
  ) throws -> String {
    var entries: [String] = []
    var bytes: [UInt8] = []
    for tensor in tensors {
      let begin = bytes.count
      bytes += tensor.elements.withUnsafeBytes(Array.init)
      entries.append(
        """
        "\(tensor.name)":{"dtype":"\(type)","shape":\(tensor.shape),\
        "data_offsets":[\(begin),\(bytes.count)]}
        """)
    }
    let header =
      "{\(entries.joined(separator: ","))}"
      + String(repeating: " ", count: padding)
    return try write(name, bytes: safetensors(header) + bytes)
  }
}

/// The start of a safetensors file with this header.
package func safetensors(_ header: String) -> [UInt8] {
  (0..<8).map { UInt8(header.utf8.count >> (8 * $0) & 0xff) }
    + Array(header.utf8)
}
