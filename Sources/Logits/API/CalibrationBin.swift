/// The samples whose confidence lies between two numbers.
///
/// The lower one belongs to the bin, the upper one to the next; 1 belongs to the
/// last bin.
public struct CalibrationBin: Hashable, Sendable, Codable {
  /// The least confidence in the bin.
  public let lower: Double

  /// The least confidence above the bin; 1 for the last, which has it.
  public let upper: Double

  /// The number of samples in the bin.
  public private(set) var samples = 0

  /// The number of them whose prediction is the target.
  public private(set) var correct = 0

  private var confidences = ExactSum()

  init(_ index: Int, of count: Int) {
    lower = Double(index) / Double(count)
    upper = Double(index + 1) / Double(count)
  }

  /// The mean confidence of the samples; NaN without any.
  public var meanConfidence: Double { confidences.value / Double(samples) }

  /// The part of the samples whose prediction is the target; NaN without any.
  public var accuracy: Double { Double(correct) / Double(samples) }

  /// The index of the bin that a confidence is in; none for NaN.
  static func index(of confidence: Double, count: Int) -> Int? {
    guard 0...1 ~= confidence else { return nil }
    var index = min(Int(confidence * Double(count)), count - 1)
    // The product is rounded; the bounds decide.
    if confidence < Double(index) / Double(count) { index -= 1 }
    if index + 1 < count, confidence >= Double(index + 1) / Double(count) {
      index += 1
    }
    return index
  }

  mutating func add(_ confidence: Double, isCorrect: Bool) {
    samples += 1
    if isCorrect { correct += 1 }
    confidences.add(confidence)
  }

  mutating func add(_ other: CalibrationBin) {
    samples += other.samples
    correct += other.correct
    confidences.add(other.confidences)
  }
}
