import ArrayFiles
import Logits

/// Stored logits, in one file or several.
package struct LogitsFile {
  /// Large enough to keep all threads busy, small enough to stay in cache for a
  /// second pass.
  private static let blockBytes = 4 << 20

  let array: ConcatenatedArray
  private(set) var shape: LogitsShape
  /// What the numbers are; `nil` if nobody says so.
  var kind: InputKind?

  /// - Parameters:
  ///   - paths: Files of samples, in order; or one folder of safetensors files.
  ///   - tensor: The name of the tensor, if the files have several.
  ///   - format: How they are read.
  ///   - labels: The number of labels, if there are any.
  ///   - takesBinary: Whether a single logit stands for two classes.
  /// - Throws: `FileError` unless they have floating-point numbers, with an axis
  ///   of at least one class.
  init(
    paths: [String], tensor: String? = nil, _ format: InputFormat,
    labels: @autoclosure () throws -> Int? = nil, takesBinary: Bool = true
  ) throws {
    try self.init(
      ConcatenatedArray(paths: paths, tensor: tensor), format,
      labels: try labels(), takesBinary: takesBinary)
  }

  /// The same, of an array.
  package init(
    _ array: ConcatenatedArray, _ format: InputFormat,
    labels: @autoclosure () throws -> Int?, takesBinary: Bool = true
  ) throws {
    self.array = array
    let first = array.parts[0].array
    guard array.elementType.isFloatingPoint else {
      throw FileError(
        first.path,
        "logits have type '\(first.spelling)'; expected a floating-point type")
    }
    shape = try LogitsShape(
      of: array, format, labels: labels, takesBinary: takesBinary)
    kind = format.kind
  }

  var samples: Int { shape.samples }
  var classes: Int { shape.classes }

  /// The same samples with other classes: what a head makes of features.
  func withClasses(_ classes: Int) -> LogitsFile {
    var file = self
    file.shape = shape.withClasses(classes)
    return file
  }

  /// The path of the first file, for messages.
  var path: String { array.parts[0].array.path }

  var byteCount: Int { array.count * array.elementType.size }

  /// Whether the logits are read as Double; all other types fit in Float.
  var isDouble: Bool { array.elementType == .float64 }

  /// The maximum number of stacks in a block of this type.
  private func blockStacks<Scalar: LogitScalar>(of _: Scalar.Type) -> Int {
    guard samples > 0, !shape.hasGapsInPlanes else { return 1 }
    let stacks =
      Self.blockBytes / MemoryLayout<Scalar>.stride / shape.stackElements
    return max(1, min(stacks, samples / shape.positions))
  }

  /// The number of elements in the largest block.
  func blockCapacity<Scalar: LogitScalar>(of type: Scalar.Type) -> Int {
    shape.elements(ofStacks: blockStacks(of: type))
  }

  /// The samples of each block, in order; each block is in one file.
  func blocks<Scalar: LogitScalar>(of type: Scalar.Type) -> [Range<Int>] {
    guard samples > 0 else { return [] }
    let length = blockStacks(of: type) * shape.positions
    return array.parts.flatMap { part in
      let samples = shape.samples(ofFirstAxis: part.rows)
      return stride(
        from: samples.lowerBound, to: samples.upperBound, by: length
      ).map { $0..<min($0 + length, samples.upperBound) }
    }
  }
}
