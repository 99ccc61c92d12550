import ArrayFiles
import Logits

/// A folder of NPY files for `logits evaluate`.
package struct Results {
  private let folder: String

  package init(folder: String) { self.folder = folder }

  package func path(_ name: String) -> String { "\(folder)/\(name).npy" }

  package func write<Scalar: LogitScalar>(
    _ name: String, logits: [Scalar]
  ) throws {
    try write(
      name, logits, Scalar.self == Double.self ? .float64 : .float32,
      shape: [logits.count / Digit.classes, Digit.classes])
  }

  package func write(_ name: String, labels: [Int64]) throws {
    try write(name, labels, .int64, shape: [labels.count])
  }

  private func write<Element: BitwiseCopyable>(
    _ name: String, _ elements: [Element], _ type: ElementType, shape: [Int]
  ) throws {
    // It takes its place when it is complete.
    let file = try NewFile(path: path(name))
    let header = try NPYHeader(elementType: type, shape: shape)
    try header.bytes().withUnsafeBytes { bytes in try file.write(bytes) }
    try elements.withUnsafeBytes { bytes in try file.write(bytes) }
    try file.commit()
  }
}
