import VectorPasses

/// Memory for the samples that are worked on at once.
struct BlockMemory<Scalar: LogitScalar> {
  /// How many samples there is room for.
  let rows: Int
  /// How many classes of theirs.
  let classesAtOnce: Int
  /// What finds the classes that matter, if some do not.
  let active: ActiveClasses<Scalar>?
  private let shape: LinearShape
  private let logits: UnsafeMutablePointer<Scalar>
  private let features: UnsafeMutablePointer<Scalar>
  private let gradient: UnsafeMutablePointer<Scalar>
  private let values: UnsafeMutablePointer<Scalar>
  private let classes: UnsafeMutablePointer<Int>
  private let doubles: UnsafeMutablePointer<Double>

  /// Rows below which products lose much of their speed.
  private static var fewRows: Int { 64 }

  /// Classes of a slice: fewer would make products slow, more would not stay in
  /// cache.
  private static var sliceClasses: ClosedRange<Int> { 16...4096 }

  /// Room for as many of `samples` as `bytes` allow, at least for one; and for
  /// their features and the gradient of those, if they are to be gathered.
  ///
  /// Where `slices` are allowed, there need not be room for all classes. With a
  /// `threshold` above 0, gradients below it count as 0.
  init(
    _ shape: LinearShape, samples: Int, slices: Bool, gathers: Bool,
    gathersGradient: Bool, threshold: Double, bytes: Int
  ) {
    self.shape = shape
    var bytes = bytes
    if threshold > 0 {
      active = ActiveClasses(shape, threshold: threshold, bytes: bytes / 4)
      bytes -= ActiveClasses<Scalar>.byteCount(shape, bytes / 4)
    } else {
      active = nil
    }
    let size = MemoryLayout<Scalar>.stride
    let slice = min(
      max(bytes / Self.fewRows / size, Self.sliceClasses.lowerBound),
      Self.sliceClasses.upperBound)
    classesAtOnce = slices ? min(shape.classes, slice) : shape.classes
    let totals = classesAtOnce < shape.classes ? SliceTotals.count : 0
    let ofFeatures = gathers ? shape.features : 0
    let ofGradient = gathersGradient ? shape.features : 0
    let row =
      (classesAtOnce + ofFeatures + ofGradient + 3) * size
      + MemoryLayout<Int>.stride + totals * MemoryLayout<Double>.stride
    let largest = Self.largestBlock(classesAtOnce)
    // All blocks alike: a last one of few rows would be slow.
    let most = max(1, min(samples, largest, bytes / row))
    let blocks = max(1, (samples + most - 1) / most)
    rows = max(1, (samples + blocks - 1) / blocks)
    logits = .allocate(capacity: rows * classesAtOnce)
    features = .allocate(capacity: rows * ofFeatures)
    gradient = .allocate(capacity: rows * ofGradient)
    values = .allocate(capacity: rows * 3)
    classes = .allocate(capacity: rows)
    doubles = .allocate(capacity: rows * totals)
  }

  func deallocate() {
    logits.deallocate()
    features.deallocate()
    gradient.deallocate()
    values.deallocate()
    classes.deallocate()
    doubles.deallocate()
    active?.deallocate()
  }

  /// Rows beyond which products get no faster, and caches only colder.
  private static func largestBlock(_ classes: Int) -> Int {
    max(512, (1 << 20) / classes)
  }

  /// The logits of the first samples, for some of the classes or all.
  func logits(_ count: Int, classes: Int) -> MutableMatrix<Scalar> {
    matrix(logits, count, classes)
  }

  /// What slices of the classes add up to.
  var totals: SliceTotals { SliceTotals(doubles, rows: rows) }

  /// Their features, where these are gathered.
  func features(_ count: Int) -> MutableMatrix<Scalar> {
    matrix(features, count, shape.features)
  }

  /// The gradient of those.
  func gradient(_ count: Int) -> MutableMatrix<Scalar> {
    matrix(gradient, count, shape.features)
  }

  /// What there is one of for each of the first samples.
  func values(_ count: Int) -> Values {
    func column(_ index: Int) -> UnsafeMutableBufferPointer<Scalar> {
      UnsafeMutableBufferPointer(start: values + index * rows, count: count)
    }
    return Values(
      classes: UnsafeMutableBufferPointer(start: classes, count: count),
      weights: column(0), upstream: column(1), losses: column(2))
  }

  struct Values {
    let classes: UnsafeMutableBufferPointer<Int>
    let weights: UnsafeMutableBufferPointer<Scalar>
    let upstream: UnsafeMutableBufferPointer<Scalar>
    let losses: UnsafeMutableBufferPointer<Scalar>
  }

  private func matrix(
    _ start: UnsafeMutablePointer<Scalar>, _ rows: Int, _ columns: Int
  ) -> MutableMatrix<Scalar> {
    MutableMatrix(start, rows: rows, columns: columns, rowStride: columns)
  }
}
