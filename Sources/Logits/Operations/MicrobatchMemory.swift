import KernelTypes

/// Memory for a microbatch.
struct MicrobatchMemory<Scalar: LogitScalar> {
  /// The samples that there is room for.
  let rows: Int
  let size: MicrobatchSize
  private let shape: LinearShape
  private let logits: UnsafeMutablePointer<Scalar>
  private let features: UnsafeMutablePointer<Scalar>
  private let gradient: UnsafeMutablePointer<Scalar>
  /// Which samples of the batch they are, where some are left out.
  let samples: UnsafeMutablePointer<Int>
  let values: MicrobatchValues
  private let doubles: UnsafeMutablePointer<Double>

  init(
    _ shape: LinearShape, _ size: MicrobatchSize, rows: Int,
    _ cut: inout MemoryCut
  ) {
    self.rows = rows
    self.size = size
    self.shape = shape
    logits = cut.part(rows * size.classesAtOnce, of: Scalar.self)
    features = cut.part(rows * size.features, of: Scalar.self)
    gradient = cut.part(rows * size.gradient, of: Scalar.self)
    let numbers = size.isOfLoss ? rows : 0
    samples = cut.part(numbers, of: Int.self)
    values = MicrobatchValues(
      rows: rows, classes: cut.part(numbers, of: Int.self),
      weights: cut.part(numbers, of: Double.self),
      upstream: cut.part(numbers, of: Double.self),
      losses: cut.part(numbers, of: Double.self))
    doubles = cut.part(rows * size.totals, of: Double.self)
  }

  /// The logits of the first samples, for some of the classes or all.
  func logits(_ count: Int, classes: Int) -> Matrix<Scalar> {
    matrix(logits, count, classes)
  }

  /// The totals of the chunks so far.
  var totals: ChunkTotals { ChunkTotals(doubles, rows: rows) }

  /// Their features, where these are gathered or widened.
  func features(_ count: Int) -> Matrix<Scalar> {
    matrix(features, count, shape.features)
  }

  /// The gradient of those, where it is scattered or narrowed.
  func gradient(_ count: Int) -> Matrix<Scalar> {
    matrix(gradient, count, shape.features)
  }

  private func matrix(
    _ start: UnsafeMutablePointer<Scalar>, _ rows: Int, _ columns: Int
  ) -> Matrix<Scalar> {
    Matrix(start, rows: rows, columns: columns, rowStride: columns)
  }
}

/// A number for each row of a microbatch, several times.
struct MicrobatchValues {
  let rows: Int
  let classes: UnsafeMutablePointer<Int>
  let weights: UnsafeMutablePointer<Double>
  let upstream: UnsafeMutablePointer<Double>
  let losses: UnsafeMutablePointer<Double>

  func numbers(_ start: UnsafeMutablePointer<Double>) -> SampleNumbers {
    SampleNumbers(UnsafeMutableBufferPointer(start: start, count: rows))
  }
}
