import CLogits
import Logits

/// The options of a C caller, read as far as they go.
struct Options {
  private let fields: logits_options

  /// - Throws: ``ArgumentError`` for a size that is unknown.
  init(_ options: UnsafePointer<logits_options>?) throws(ArgumentError) {
    var fields = logits_options()
    if let options { try read(&fields, from: options, "options") }
    self.fields = fields
  }

  /// Where the call runs.
  func execution() throws(ArgumentError) -> Execution {
    let threads = fields.threads == 0 ? threadCount : Int(fields.threads)
    return Execution(
      backend: try Backend(code: fields.backend),
      instructionSet: try .of(code: fields.instruction_set),
      threads: threads == 0 ? nil : threads)
  }

  func negativeInfinityRows() throws(ArgumentError) -> NegativeInfinityRows {
    try NegativeInfinityRows(code: fields.negative_infinity_rows)
  }

  var temperature: Double { fields.temperature == 0 ? 1 : fields.temperature }

  var accumulates: Bool { fields.accumulates != 0 }

  /// The most bytes for a microbatch of a linear layer.
  var memory: Int {
    fields.memory == 0
      ? LinearWorkspace.standard : Int(clamping: fields.memory)
  }

  /// Where the memory of a linear layer comes from.
  func workspace() throws(ArgumentError) -> LinearMemorySource {
    let (start, size) = (fields.workspace, fields.workspace_size)
    if start == nil, size == 0 { return .call }
    let bytes = try LogitsC.memory(
      start, count: size, size: 1, alignment: 1, "workspace")
    return .lent(UnsafeMutableRawBufferPointer(mutating: bytes))
  }

  /// Whether there is a target that is ignored.
  var ignores: Bool { fields.has_ignore_index != 0 }

  /// The options of a loss, but for the buffers among them; a reduction of none
  /// is a sum.
  func criterion() throws(ArgumentError) -> CrossEntropy {
    CrossEntropy(
      ignoreIndex: ignores ? Int(fields.ignore_index) : nil,
      labelSmoothing: fields.label_smoothing,
      reduction: try Reduction(code: fields.reduction),
      zLoss: fields.z_loss, temperature: temperature,
      softcap: fields.softcap == 0 ? .infinity : fields.softcap,
      targetSumTolerance: fields.checks_target_sums == 0
        ? nil : fields.target_sum_tolerance,
      emptyMean: try EmptyMean(code: fields.empty_mean),
      negativeInfinityRows: try negativeInfinityRows(),
      input: try LossInput(code: fields.input))
  }

  /// Whether each sample has a loss of its own.
  var isUnreduced: Bool {
    fields.reduction == LOGITS_REDUCTION_NONE.rawValue
  }

  func divisor() throws(ArgumentError) -> Divisor {
    try Divisor(code: fields.divisor_kind, fields.divisor)
  }

  func classWeights() throws -> SampleNumbers? {
    try fields.class_weights.numbers(.classWeights)
  }

  func sampleWeights() throws -> SampleNumbers? {
    try fields.sample_weights.numbers(.sampleWeights)
  }

  /// One factor, or one for each sample.
  func upstream() throws -> Upstream {
    guard let numbers = try fields.upstream.numbers(.upstream) else {
      return .loss(1)
    }
    guard !isUnreduced else { return .losses(numbers) }
    guard numbers.count == 1 else {
      throw LogitsError.sizeMismatch(
        .upstream, expected: 1...1, actual: numbers.count)
    }
    return .loss(numbers[0])
  }
}

/// Copies a struct that begins with its size, as far as that says it goes.
func read<Struct>(
  _ fields: inout Struct, from start: UnsafePointer<Struct>, _ name: String
) throws(ArgumentError) {
  let start = UnsafeRawPointer(start)
  let size = try checkedSize(of: start, Struct.self, name)
  withUnsafeMutableBytes(of: &fields) {
    $0.copyMemory(from: UnsafeRawBufferPointer(start: start, count: size))
  }
}

/// The size at the start of a struct, the only part that is sure to be there.
func checkedSize<Struct>(
  of start: UnsafeRawPointer, _: Struct.Type, _ name: String
) throws(ArgumentError) -> Int {
  let size = start.loadUnaligned(as: UInt.self)
  let known = UInt(MemoryLayout<Struct>.size)
  let unit = UInt(MemoryLayout<Struct>.alignment)
  guard (unit...known).contains(size), size.isMultiple(of: unit) else {
    throw .structSize(name, size, known: known)
  }
  return Int(size)
}
