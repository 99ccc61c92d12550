/// How many samples a microbatch has, and what there is of each.
struct MicrobatchSize {
  /// The samples that there is room for.
  let most: Int
  /// The classes of theirs that there is room for.
  let classesAtOnce: Int
  /// The features that are gathered or widened, of each; 0 if they are read
  /// where they are.
  let features: Int
  /// Those whose gradient is scattered or narrowed.
  let gradient: Int
  /// Whether each has a class, weights and a loss, too.
  let isOfLoss: Bool
  /// The numbers of each that chunks of the classes add to.
  let totals: Int

  /// The rows below which products lose much of their speed.
  private static var fewRows: Int { 64 }

  /// The classes of a chunk: fewer would make products slow, more would not stay
  /// in cache.
  private static var chunkClasses: ClosedRange<Int> { 16...4096 }

  /// Room for as many of `samples` as the limit allows, at least for one; and for
  /// their features and the gradient of those, if they are to be gathered or are
  /// halves.
  ///
  /// Without gradients there need not be room for all classes.
  init<Scalar>(
    ofLoss layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    samples: Int, gathers: Bool, _ limit: LinearMemoryLimit
  ) {
    let shape = layer.shape
    let size = MemoryLayout<Scalar>.stride
    let chunk = min(
      max(limit.rows / Self.fewRows / size, Self.chunkClasses.lowerBound),
      Self.chunkClasses.upperBound)
    classesAtOnce =
      gradients.areEmpty ? min(shape.classes, chunk) : shape.classes
    totals = classesAtOnce < shape.classes ? ChunkTotals.count : 0
    features = gathers || layer.x.isHalf ? shape.features : 0
    gradient = gradients.movesFeatures(gathers: gathers) ? shape.features : 0
    isOfLoss = true
    let row =
      (classesAtOnce + features + gradient) * size
      + MemoryLayout<Int>.stride + (3 + totals) * MemoryLayout<Double>.stride
    let largest = Self.largestMicrobatch(classesAtOnce)
    most = max(1, min(samples, largest, limit.rows / row))
  }

  /// For a layer alone, whose outputs or their gradient may be halves, too.
  init<Scalar>(
    of layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    outputsAreHalves: Bool, _ limit: LinearMemoryLimit
  ) {
    let shape = layer.shape
    classesAtOnce = outputsAreHalves ? shape.classes : 0
    features = layer.x.isHalf ? shape.features : 0
    gradient = gradients.movesFeatures(gathers: false) ? shape.features : 0
    isOfLoss = false
    totals = 0
    let elements = classesAtOnce + features + gradient
    let row = elements * MemoryLayout<Scalar>.stride
    let longest = max(shape.classes, shape.features)
    most =
      row == 0
      ? shape.samples
      : max(
        1,
        min(
          shape.samples, Self.largestMicrobatch(longest), limit.rows / row))
  }

  /// The rows beyond which products get no faster, and caches only colder.
  private static func largestMicrobatch(_ classes: Int) -> Int {
    max(512, (1 << 20) / classes)
  }

  /// The rows of each microbatch of so many samples.
  ///
  /// All are alike: a last one of few rows would be slow.
  func rows(of samples: Int) -> Int {
    let most = max(1, min(samples, most))
    let batches = max(1, (samples + most - 1) / most)
    return max(1, (samples + batches - 1) / batches)
  }
}
