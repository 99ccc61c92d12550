import VectorPasses

/// Memory for the samples that are worked on at once.
struct BlockMemory<Scalar: LogitScalar> {
  /// How many samples there is room for.
  let rows: Int
  private let shape: LinearShape
  private let logits: UnsafeMutablePointer<Scalar>
  private let features: UnsafeMutablePointer<Scalar>
  private let gradient: UnsafeMutablePointer<Scalar>
  private let values: UnsafeMutablePointer<Scalar>
  private let classes: UnsafeMutablePointer<Int>

  /// Room for as many of `samples` as `bytes` allow, at least for one; and for
  /// their features and the gradient of those, if they are to be gathered.
  init(
    _ shape: LinearShape, samples: Int, gathers: Bool, gathersGradient: Bool,
    bytes: Int
  ) {
    self.shape = shape
    let ofFeatures = gathers ? shape.features : 0
    let ofGradient = gathersGradient ? shape.features : 0
    let row =
      (shape.classes + ofFeatures + ofGradient + 3)
      * MemoryLayout<Scalar>.stride + MemoryLayout<Int>.stride
    rows = max(1, min(samples, Self.largestBlock(shape), bytes / row))
    logits = .allocate(capacity: rows * shape.classes)
    features = .allocate(capacity: rows * ofFeatures)
    gradient = .allocate(capacity: rows * ofGradient)
    values = .allocate(capacity: rows * 3)
    classes = .allocate(capacity: rows)
  }

  func deallocate() {
    logits.deallocate()
    features.deallocate()
    gradient.deallocate()
    values.deallocate()
    classes.deallocate()
  }

  /// Rows beyond which products get no faster, and caches only colder.
  private static func largestBlock(_ shape: LinearShape) -> Int {
    max(512, (1 << 20) / shape.classes)
  }

  /// The logits of the first samples.
  func logits(_ count: Int) -> MutableMatrix<Scalar> {
    matrix(logits, count, shape.classes)
  }

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
