import ArgumentParser
import ArrayFiles
import Logits

/// The options of the loss, apart from the label to ignore.
struct LossOptions: ParsableArguments {
  @Option(
    help: "A file of float32 or float64: one weight per class.",
    completion: .file())
  var classWeights: String?

  @Option(help: "The share of the target spread over all classes, from 0 to 1.")
  var labelSmoothing = 0.0

  @Option(help: "Divide the logits by this temperature.")
  var temperature = 1.0

  /// Whether the loss has neither smoothing nor a temperature.
  var isPlain: Bool { labelSmoothing == 0 && temperature == 1 }

  /// - Throws: `FileError` or ``LogitsError`` for weights that do not match, and
  ///   for options that are out of range.
  func loss(classes: Int, ignoreIndex: Int?) throws -> CrossEntropy {
    let loss = CrossEntropy(
      classWeights: try classWeights.map { try Self.weights($0, classes) },
      ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing,
      temperature: temperature)
    try loss.validate(classes: classes)
    return loss
  }

  private static func weights(_ path: String, _ classes: Int) throws -> [Double]
  {
    let array = try StoredArray(path: path)
    guard array.shape == [classes] else {
      throw FileError(
        path, "class weights have shape \(array.shape), not [\(classes)]")
    }
    guard [.float32, .float64].contains(array.elementType) else {
      throw FileError(
        path, "class weights have type '\(array.spelling)', not '<f4' or '<f8'")
    }
    return try array.elements(as: Double.self)
  }
}

extension CrossEntropy {
  /// What figures depend on, by the options' names.
  var options: [String: String] {
    var options = [
      "label-smoothing": "\(labelSmoothing)", "temperature": "\(temperature)",
    ]
    options["class-weights"] = classWeights.map { weights in
      weights.map { "\($0)" }.joined(separator: ",")
    }
    return options
  }
}
