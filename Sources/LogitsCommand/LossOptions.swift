import ArgumentParser
import ArrayFiles
import Logits

/// The options that say what a loss is.
struct LossOptions: ParsableArguments {
  @Option(help: "The label of samples that do not count and are not read.")
  var ignoreIndex = -100

  @Option(
    help: "An NPY file of float32 or float64: a weight for each class.",
    completion: .file())
  var classWeights: String?

  @Option(help: "The part of the target that all classes share, from 0 to 1.")
  var labelSmoothing = 0.0

  @Option(help: "What the logits are divided by.")
  var temperature = 1.0

  /// - Throws: `FileError` or ``LogitsError`` for weights that do not fit, and
  ///   for options out of their range.
  func loss(classes: Int) throws -> CrossEntropy {
    try CrossEntropy(
      classWeights: classWeights.map { try Self.weights($0, classes) },
      ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing,
      temperature: temperature)
  }

  private static func weights(_ path: String, _ classes: Int) throws -> [Double]
  {
    let array = try StoredArray(path: path)
    guard array.shape == [classes] else {
      throw FileError(
        path, "class weights of shape \(array.shape); [\(classes)] is needed")
    }
    switch array.elementType {
    case .float32:
      return array.withElements(0..<classes, as: Float.self) {
        $0.map(Double.init)
      }
    case .float64:
      return array.withElements(0..<classes, as: Double.self) { Array($0) }
    default:
      throw FileError(
        path,
        "class weights of type '\(array.spelling)'; '<f4' or '<f8' is needed")
    }
  }
}
