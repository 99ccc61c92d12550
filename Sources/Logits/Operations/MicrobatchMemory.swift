import KernelTypes

/// Memory for a microbatch.
struct MicrobatchMemory<Scalar: LogitScalar> {
  /// The samples that there is room for.
  let rows: Int
  /// The classes of theirs that there is room for.
  let classesAtOnce: Int
  private let shape: LinearShape
  private let logits: UnsafeMutablePointer<Scalar>
  private let features: UnsafeMutablePointer<Scalar>
  private let gradient: UnsafeMutablePointer<Scalar>
  let values: MicrobatchValues
  private let doubles: UnsafeMutablePointer<Double>

  /// The rows below which products lose much of their speed.
  private static var fewRows: Int { 64 }

  /// The classes of a chunk: fewer would make products slow, more would not stay
  /// in cache.
  private static var chunkClasses: ClosedRange<Int> { 16...4096 }

  /// Room for as many of `samples` as `bytes` allow, at least for one; and for
  /// their features and the gradient of those, if they are to be gathered.
  ///
  /// Where `chunks` are allowed, there need not be room for all classes.
  init(
    _ shape: LinearShape, samples: Int, chunks: Bool, gathers: Bool,
    gathersGradient: Bool, bytes: Int
  ) {
    self.shape = shape
    let size = MemoryLayout<Scalar>.stride
    let chunk = min(
      max(bytes / Self.fewRows / size, Self.chunkClasses.lowerBound),
      Self.chunkClasses.upperBound)
    classesAtOnce = chunks ? min(shape.classes, chunk) : shape.classes
    let totals = classesAtOnce < shape.classes ? ChunkTotals.count : 0
    let ofFeatures = gathers ? shape.features : 0
    let ofGradient = gathersGradient ? shape.features : 0
    let row =
      (classesAtOnce + ofFeatures + ofGradient) * size
      + MemoryLayout<Int>.stride + (3 + totals) * MemoryLayout<Double>.stride
    let largest = Self.largestMicrobatch(classesAtOnce)
    // All microbatches alike: a last one of few rows would be slow.
    let most = max(1, min(samples, largest, bytes / row))
    let batches = max(1, (samples + most - 1) / most)
    rows = max(1, (samples + batches - 1) / batches)
    logits = .allocate(capacity: rows * classesAtOnce)
    features = .allocate(capacity: rows * ofFeatures)
    gradient = .allocate(capacity: rows * ofGradient)
    values = MicrobatchValues(
      rows: rows, classes: .allocate(capacity: rows),
      weights: .allocate(capacity: rows),
      upstream: .allocate(capacity: rows), losses: .allocate(capacity: rows))
    doubles = .allocate(capacity: rows * totals)
  }

  func deallocate() {
    logits.deallocate()
    features.deallocate()
    gradient.deallocate()
    values.classes.deallocate()
    values.weights.deallocate()
    values.upstream.deallocate()
    values.losses.deallocate()
    doubles.deallocate()
  }

  /// The rows beyond which products get no faster, and caches only colder.
  private static func largestMicrobatch(_ classes: Int) -> Int {
    max(512, (1 << 20) / classes)
  }

  /// The logits of the first samples, for some of the classes or all.
  func logits(_ count: Int, classes: Int) -> Matrix<Scalar> {
    matrix(logits, count, classes)
  }

  /// The totals of the chunks so far.
  var totals: ChunkTotals { ChunkTotals(doubles, rows: rows) }

  /// Their features, where these are gathered.
  func features(_ count: Int) -> Matrix<Scalar> {
    matrix(features, count, shape.features)
  }

  /// The gradient of those.
  func gradient(_ count: Int) -> Matrix<Scalar> {
    matrix(gradient, count, shape.features)
  }

  private func matrix(
    _ start: UnsafeMutablePointer<Scalar>, _ rows: Int, _ columns: Int
  ) -> Matrix<Scalar> {
    Matrix(start, rows: rows, columns: columns, rowStride: columns)
  }
}
