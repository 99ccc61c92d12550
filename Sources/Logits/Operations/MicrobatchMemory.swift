import KernelTypes

/// Memory for a microbatch.
struct MicrobatchMemory<Scalar: LogitScalar> {
  /// The samples that there is room for.
  let rows: Int
  /// The classes of theirs that there is room for.
  let classesAtOnce: Int
  private let shape: LinearShape
  private let workspace: LinearWorkspace
  private let start: UnsafeMutableRawPointer
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
    gathersGradient: Bool, bytes: Int, _ workspace: LinearWorkspace
  ) {
    self.shape = shape
    self.workspace = workspace
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
    start = workspace.take(rows * row + Self.parts * Self.alignment)
    var next = start
    func cut<Element>(
      _ count: Int, _: Element.Type
    ) -> UnsafeMutablePointer<Element> {
      defer {
        next = (next + count * MemoryLayout<Element>.stride)
          .alignedUp(toMultipleOf: Self.alignment)
      }
      return next.bindMemory(to: Element.self, capacity: count)
    }
    logits = cut(rows * classesAtOnce, Scalar.self)
    features = cut(rows * ofFeatures, Scalar.self)
    gradient = cut(rows * ofGradient, Scalar.self)
    values = MicrobatchValues(
      rows: rows, classes: cut(rows, Int.self), weights: cut(rows, Double.self),
      upstream: cut(rows, Double.self), losses: cut(rows, Double.self))
    doubles = cut(rows * totals, Double.self)
  }

  /// What memory is cut into, each part at a multiple of so many bytes.
  private static var parts: Int { 8 }
  private static var alignment: Int { 64 }

  func giveBack() { workspace.giveBack(start) }

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
