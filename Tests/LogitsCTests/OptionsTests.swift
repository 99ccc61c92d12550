import CLogits
import Testing

/// What the options mean, and which are refused.
@Suite struct OptionsTests {
  private let logits: [Double] = [1, 2, 3, 2, 1, 0]
  private let targets: [Int64] = [0, 1]

  private func loss(_ options: logits_options?) -> (Outcome, Double) {
    var loss = 7.0
    let options = options.map { [$0] }
    let status = logits_cross_entropy_f64(logits, targets, 2, 3, options, &loss)
    return (Outcome(status), loss)
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
    explicit.row_stride = 3
    #expect(plain == loss(explicit))
  }

  /// Fields beyond the size are never read, whatever they hold.
  @Test func olderSizes() throws {
    var options = logits_options.zeros
    options.reduction = CInt(LOGITS_REDUCTION_SUM.rawValue)
    options.label_smoothing = 2
    options.temperature = .nan
    options.row_stride = -1
    options.divisor = -1
    options.size = try #require(
      MemoryLayout<logits_options>.offset(of: \.class_weights))
    let (outcome, sum) = loss(options)
    #expect(outcome == .ok)
    var alone = logits_options.zeros
    alone.reduction = options.reduction
    #expect(sum == loss(alone).1)
    // Nothing but the size.
    options.size = MemoryLayout<Int>.size
    #expect(loss(options) == loss(nil))
  }

  @Test func unknownSizes() {
    let known = MemoryLayout<logits_options>.size
    for size in [known + 8, known + 1, 1 << 40, .max] {
      expect(
        LOGITS_ERROR_OPTIONS_SIZE,
        "options: a size of \(size) bytes, of which only \(known) are known"
      ) { $0.size = size }
    }
    for size in [0, 1, 7, 12, known - 1] {
      expect(
        LOGITS_ERROR_OPTIONS_SIZE,
        "options: a size of \(size) bytes, which is that of no version"
      ) { $0.size = size }
    }
  }

  @Test func ranges() {
    for reduction in [3, -1] as [CInt] {
      expect(
        LOGITS_ERROR_OPTION,
        "reduction must be 0 (mean), 1 (sum) or 2 (none), not \(reduction)"
      ) { $0.reduction = reduction }
    }
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
      $0.divisor = -2
    }
    for stride in [2, -3] as [Int64] {
      expect(
        LOGITS_ERROR_SHAPE, "a row stride of \(stride) is less than 3 classes"
      ) { $0.row_stride = stride }
    }
  }

  @Test func classWeights() {
    let weights: [Double] = [1, .nan, 2]
    weights.withUnsafeBufferPointer { weights in
      expect(LOGITS_ERROR_OPTION, "class weights: element 1 is nan") {
        $0.class_weights = weights.baseAddress
      }
      // A row that no memory holds, which no sample has to reveal.
      var options = logits_options.zeros
      options.class_weights = weights.baseAddress
      var loss = 7.0
      let status = logits_cross_entropy_f64(nil, nil, 0, .max, &options, &loss)
      #expect(status == CInt(LOGITS_ERROR_SHAPE.rawValue))
      #expect(loss == 7)
    }
  }

  /// −100 is an error until it is asked for.
  @Test func ignoredSamples() {
    var options = logits_options.zeros
    options.ignore_index = -100
    var losses: [Double] = [7, 7]
    func call() -> CInt {
      logits_cross_entropy_f64(logits, [0, -100], 2, 3, &options, &losses)
    }
    #expect(call() == CInt(LOGITS_ERROR_TARGET.rawValue))
    options.has_ignore_index = 1
    #expect(call() == 0)
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    let mean = losses[0]
    #expect(call() == 0)
    #expect(losses == [mean, 0])
  }

  /// Gaps are neither read nor written, and the last row needs none.
  @Test func rowStride() {
    let strided: [Double] = [1, 2, 3, .nan, .nan, 2, 1, 0]
    var gradient = [Double](repeating: 7, count: 8)
    var dense = [Double](repeating: 7, count: 6)
    var losses: [Double] = [0, 0]
    var options = logits_options.zeros
    options.row_stride = 5
    #expect(
      logits_cross_entropy_gradient_f64(
        strided, targets, 2, 3, &options, &gradient, &losses[0]) == 0)
    #expect(
      logits_cross_entropy_gradient_f64(
        logits, targets, 2, 3, nil, &dense, &losses[1]) == 0)
    #expect(losses[0] == losses[1])
    #expect(gradient == dense[0..<3] + [7, 7] + dense[3..<6])
  }
}
