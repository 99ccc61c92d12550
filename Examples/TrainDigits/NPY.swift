import Foundation

/// As much of NumPy's file format as the digits and their logits need.
package enum NPY {
  package struct Failure: Error { let reason: String }

  /// The elements of an array, whose type NumPy calls `type`.
  package static func read<Element: FixedWidthInteger>(
    _ path: String, _ type: String, as _: Element.Type
  ) throws -> [Element] {
    let file = try Data(contentsOf: URL(filePath: path))
    // A signature, a version, the header's length in two bytes, the header.
    guard file.starts(with: [0x93] + "NUMPY".utf8 + [1, 0]), file.count >= 10,
      case let start = 10 + Int(file[8]) + Int(file[9]) << 8,
      file.count >= start,
      String(decoding: file[10..<start], as: UTF8.self).contains("'\(type)'")
    else { throw Failure(reason: "\(path) is no NPY file of \(type)") }
    let size = MemoryLayout<Element>.stride
    return Array(unsafeUninitializedCapacity: file.count / size) {
      $1 = file[start...].copyBytes(to: $0) / size
    }
  }

  /// Writes an array, whose elements' type NumPy calls `type`.
  package static func write<Element: BitwiseCopyable>(
    _ path: String, _ elements: [Element], _ type: String, shape: [Int]
  ) throws {
    let extents = shape.map { "\($0), " }.joined()
    let header =
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents))}"
      .padding(toLength: 117, withPad: " ", startingAt: 0)
    // Elements start at byte 128, behind a line break.
    let start = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]
    var file = Data(start + Array("\(header)\n".utf8))
    elements.withUnsafeBytes { file.append(contentsOf: $0) }
    try file.write(to: URL(filePath: path))
  }
}
