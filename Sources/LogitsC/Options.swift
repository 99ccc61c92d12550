import CLogits
import Logits

/// The options of a C caller, read as far as they go.
struct Options {
  private let fields: logits_options

  /// - Throws: ``ArgumentError`` for a size or a reduction that is unknown.
  init(_ options: UnsafePointer<logits_options>?) throws(ArgumentError) {
    var fields = logits_options()
    if let options {
      // Only the size is known to be there.
      let start = UnsafeRawPointer(options)
      let size = start.loadUnaligned(as: UInt.self)
      let known = UInt(MemoryLayout<logits_options>.size)
      let unit = UInt(MemoryLayout<logits_options>.alignment)
      guard (unit...known).contains(size), size.isMultiple(of: unit) else {
        throw .optionsSize(size, known: known)
      }
      withUnsafeMutableBytes(of: &fields) {
        $0.copyMemory(
          from: UnsafeRawBufferPointer(start: start, count: Int(size)))
      }
    }
    guard (0...2).contains(fields.reduction) else {
      throw .reduction(fields.reduction)
    }
    self.fields = fields
  }

  var rowStride: Int64 { fields.row_stride }

  /// The most bytes for a block of logits.
  var memory: Int {
    fields.memory == 0 ? 64 << 20 : Int(clamping: fields.memory)
  }

  /// Whether each sample has a loss of its own.
  var isUnreduced: Bool {
    fields.reduction == LOGITS_REDUCTION_NONE.rawValue
  }

  /// What a mean is divided by.
  var divisor: Divisor {
    fields.divisor == 0 ? .weights : .value(fields.divisor)
  }

  /// The Swift value; class weights are copied, the rest allocates nothing.
  func criterion(_ shape: BatchShape) throws(LogitsError) -> CrossEntropy {
    CrossEntropy(
      classWeights: try classWeights(shape),
      ignoreIndex: fields.has_ignore_index == 0
        ? nil : Int(clamping: fields.ignore_index),
      labelSmoothing: fields.label_smoothing,
      reduction: fields.reduction == LOGITS_REDUCTION_MEAN.rawValue
        ? .mean : .sum,
      zLoss: fields.z_loss,
      temperature: fields.temperature == 0 ? 1 : fields.temperature,
      softcap: fields.softcap == 0 ? .infinity : fields.softcap)
  }

  private func classWeights(
    _ shape: BatchShape
  ) throws(LogitsError) -> [Double]? {
    guard let start = fields.class_weights else { return nil }
    // Without samples nothing has limited the number of classes yet.
    let row = BatchShape(samples: 1, classes: shape.classes)
    return Array(
      UnsafeBufferPointer(start: start, count: try row.extent().upperBound))
  }
}
