import CLogits
import TestSupport
import Testing

/// What the options mean, and which are refused.
@Suite struct OptionsTests {
  private let logits = CMemory<Double>([1, 2, 3, 2, 1, 0])
  private let targets = CMemory<Int64>([0, 1])

  private func loss(_ options: logits_options?) -> (Outcome, Double) {
    let loss = CMemory([7.0])
    func call(_ options: UnsafePointer<logits_options>?) -> CInt {
      logits_cross_entropy(
        logits.input, logits_rows(3), targets.input, options, loss.output,
        logits_none_out())
    }
    let status = options.map { withUnsafePointer(to: $0, call) } ?? call(nil)
    return (Outcome(status), loss.buffer[0])
  }

  private func expect(
    _ status: logits_status, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout logits_options) -> Void
  ) {
    var options = logits_options.zeros
    change(&options)
    let (outcome, loss) = loss(options)
    #expect(outcome == Outcome(status, message), sourceLocation: sourceLocation)
    #expect(loss == 7, sourceLocation: sourceLocation)
  }

  @Test func zerosAreTheDefaults() {
    let plain = loss(nil)
    #expect(plain == loss(.zeros))
    var explicit = logits_options.zeros
    explicit.temperature = 1
    explicit.softcap = .infinity
    #expect(plain == loss(explicit))
  }

  /// Fields beyond the size are never read, whatever they hold.
  @Test func olderSizes() throws {
    var options = logits_options.zeros
    options.negative_infinity_rows = 1
    options.temperature = .nan
    options.label_smoothing = 2
    options.reduction = 77
    options.upstream.count = -1
    options.size = try #require(
      MemoryLayout<logits_options>.offset(of: \.temperature))
    #expect(loss(options) == loss(nil))
    // Nothing but the size.
    options.threads = -1
    options.size = MemoryLayout<Int>.size
    #expect(loss(options) == loss(nil))
  }

  @Test func unknownSizes() {
    let known = MemoryLayout<logits_options>.size
    for size in [known + 8, known + 1, 1 << 40, .max] {
      expect(
        LOGITS_ERROR_STRUCT_SIZE,
        "options: a size of \(size) bytes, of which only \(known) are known"
      ) { $0.size = size }
    }
    for size in [0, 1, 7, 12, known - 1] {
      expect(
        LOGITS_ERROR_STRUCT_SIZE,
        "options: a size of \(size) bytes, which is that of no version"
      ) { $0.size = size }
    }
  }

  @Test func choices() {
    func check(
      _ field: WritableKeyPath<logits_options, Int32>, _ text: String,
      _ firstUnknown: Int32
    ) {
      for value in [firstUnknown, -1, .max, .min] {
        expect(LOGITS_ERROR_OPTION, "\(text), not \(value)") {
          $0[keyPath: field] = value
        }
      }
    }
    check(\.reduction, "reduction must be 0 (mean), 1 (sum) or 2 (none)", 3)
    check(
      \.backend, "backend must be 0 (automatic), 1 (Swift) or 2 (OpenBLAS)", 3)
    check(
      \.instruction_set,
      "instruction set must be 0 (best), 1 (portable), 2 (x86-64-v3), "
        + "3 (x86-64-v4) or 4 (x86-64-v4-bf16)", 5)
    check(
      \.negative_infinity_rows,
      "negative infinity rows must be 0 (NaN) or 1 (zero)", 2)
    check(
      \.input,
      "input must be 0 (logits), 1 (log-probabilities) or 2 (probabilities)", 3
    )
    check(
      \.divisor_kind,
      "divisor kind must be 0 (weights), 1 (samples) or 2 (value)", 3)
    check(\.empty_mean, "empty mean must be 0 (NaN), 1 (zero) or 2 (error)", 3)
  }

  @Test func ranges() {
    expect(
      LOGITS_ERROR_OPTION, "label smoothing must be from 0 to 1, not 1.5"
    ) { $0.label_smoothing = 1.5 }
    expect(LOGITS_ERROR_OPTION, "z-loss must be 0 or more, not -1.0") {
      $0.z_loss = -1
    }
    expect(
      LOGITS_ERROR_OPTION, "temperature must be from 1e-15 to 1e15, not nan"
    ) { $0.temperature = .nan }
    expect(
      LOGITS_ERROR_OPTION,
      "softcap must be from 1e-15 to 1e15, or infinite, not -1.0"
    ) { $0.softcap = -1 }
    expect(LOGITS_ERROR_OPTION, "divisor must be finite, 0 or more, not -2.0") {
      $0.divisor_kind = 2
      $0.divisor = -2
    }
    expect(
      LOGITS_ERROR_OPTION,
      "the number of threads must be at least 1, not -2"
    ) { $0.threads = -2 }
    expect(
      LOGITS_ERROR_OPTION,
      "z-loss is for logits only, not for what a softmax has made of them"
    ) {
      $0.input = 1
      $0.z_loss = 0.5
    }
  }

  @Test func weights() {
    let weights = CMemory<Double>([1, .nan, 2])
    expect(LOGITS_ERROR_WEIGHT, "class weights: element 1 is nan") {
      $0.class_weights = weights.input
    }
    #expect(logits_error_row() == 1)
    expect(LOGITS_ERROR_SIZE, "sample weights: 3 elements instead of 2") {
      $0.sample_weights = weights.input
    }
    expect(LOGITS_ERROR_SIZE, "class weights: 2 elements instead of 3") {
      $0.class_weights = targets.input
      $0.class_weights.type = 2
    }
    expect(LOGITS_ERROR_SIZE, "upstream: 3 elements instead of 1") {
      $0.upstream = weights.input
    }
    expect(
      LOGITS_ERROR_TYPE,
      "sample weights: elements of type int64 are not numbers of a type that "
        + "goes there"
    ) { $0.sample_weights = targets.input }
  }

  @Test func emptyMeans() {
    var options = logits_options.zeros
    options.divisor_kind = 2
    #expect(loss(options).1.isNaN)
    options.empty_mean = 1
    #expect(loss(options) == (.ok, 0))
    expect(
      LOGITS_ERROR_NOTHING_COUNTS, "no sample counts, so there is no mean"
    ) {
      $0.divisor_kind = 2
      $0.empty_mean = 2
    }
  }

  /// −100 is an error until it is asked for.
  @Test func ignoredSamples() {
    var options = logits_options.zeros
    options.ignore_index = -100
    let losses = CMemory<Double>([7, 7])
    let targets = CMemory<Int32>([0, -100])
    func call(_ places: Int64) -> CInt {
      var output = losses.output
      output.count = places
      return logits_cross_entropy(
        logits.input, logits_rows(3), targets.input, &options, output,
        logits_none_out())
    }
    #expect(call(1) == CInt(LOGITS_ERROR_TARGET.rawValue))
    options.has_ignore_index = 1
    #expect(call(1) == 0)
    options.reduction = Int32(LOGITS_REDUCTION_NONE.rawValue)
    let mean = losses.buffer[0]
    #expect(call(2) == 0)
    #expect(losses.elements == [mean, 0])
  }

  /// The gradient alone: of the mean, and of each sample with its own factor.
  @Test func withoutLosses() {
    let gradient = CMemory([Double](repeating: 7, count: 6))
    let factors = CMemory<Float>([2, 3])
    func compute(_ options: logits_options) -> [Double] {
      withUnsafePointer(to: options) {
        #expect(
          logits_cross_entropy(
            logits.input, logits_rows(3), targets.input, $0, logits_none_out(),
            gradient.output) == 0)
      }
      return gradient.elements
    }
    let mean = compute(.zeros)
    var options = logits_options.zeros
    options.reduction = Int32(LOGITS_REDUCTION_NONE.rawValue)
    #expect(compute(options) == mean.map { 2 * $0 })
    options.upstream = factors.input
    let each = compute(options)
    #expect(Array(each[..<3]) == mean[..<3].map { 4 * $0 })
    for (found, once) in zip(each[3...], mean[3...]) {
      #expect(abs(found - 6 * once) <= 1e-15)
    }
  }

  /// Gaps are neither read nor written, and the last row needs none.
  @Test func strides() {
    let strided = CMemory<Double>([1, 2, 3, .nan, .nan, 2, 1, 0], stride: 5)
    let gradient = CMemory([Double](repeating: 7, count: 9), stride: 6)
    let dense = CMemory([Double](repeating: 7, count: 6))
    let losses = [CMemory([0.0]), CMemory([1.0])]
    #expect(
      logits_cross_entropy(
        strided.input, logits_rows(3), targets.input, nil, losses[0].output,
        gradient.output) == 0)
    #expect(
      logits_cross_entropy(
        logits.input, logits_rows(3), targets.input, nil, losses[1].output,
        dense.output) == 0)
    #expect(losses[0].elements == losses[1].elements)
    let rows = dense.elements
    #expect(gradient.elements == rows[0..<3] + [7, 7, 7] + rows[3..<6])
  }
}
