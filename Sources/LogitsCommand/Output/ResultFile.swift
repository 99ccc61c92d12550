import ArrayFiles
import CShims
import Logits

/// A new file of one array of floating-point numbers: safetensors if it is called
/// so, and otherwise NPY.
struct ResultFile: ~Copyable {
  static func isSafetensors(_ path: String) -> Bool {
    path.hasSuffix(".safetensors")
  }

  private let file: AtomicFile
  private let type: ElementType

  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - name: The tensor's name in safetensors.
  ///   - type: What the elements are.
  ///   - shape: The extent of each axis.
  /// - Throws: `FileError` if the file cannot be written, or its format has no
  ///   such type.
  init(path: String, name: String, type: ElementType, shape: [Int]) throws {
    let header: [UInt8]
    if Self.isSafetensors(path) {
      header = Self.safetensorsHeader(name, type, shape)
    } else {
      guard type != .bfloat16 else {
        throw FileError(
          path, "NPY has no bfloat16; call the file ….safetensors")
      }
      header = try NPYHeader(elementType: type, shape: shape).bytes()
    }
    let file = try AtomicFile(path: path)
    try header.withUnsafeBytes { bytes in try file.write(bytes) }
    self.file = file
    self.type = type
  }

  /// With spaces, so that the elements start at a multiple of 8.
  private static func safetensorsHeader(
    _ name: String, _ type: ElementType, _ shape: [Int]
  ) -> [UInt8] {
    let count = shape.reduce(type.size, *)
    var text = Array(
      """
      {"\(name)":{"dtype":"\(type.safetensorsSpelling)","shape":\(shape),\
      "data_offsets":[0,\(count)]}}
      """.utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return (0..<8).map { UInt8(text.count >> (8 * $0) & 0xff) } + text
  }

  /// Writes the next elements, each rounded to the type of the file.
  borrowing func write<Scalar: LogitScalar>(_ numbers: [Scalar]) throws {
    switch type {
    case .float16:
      try write(bitsOf: numbers.map { float16_of_float(Float($0)) })
    case .bfloat16:
      try write(bitsOf: numbers.map { BFloat16(Float($0)).bitPattern })
    case .float32 where Scalar.self == Double.self:
      try write(bitsOf: numbers.map { Float($0) })
    default:
      try write(bitsOf: numbers)
    }
  }

  private borrowing func write(bitsOf elements: [some BitwiseCopyable]) throws {
    try elements.withUnsafeBytes { bytes in try file.write(bytes) }
  }

  consuming func commit() throws { try file.commit() }
}
