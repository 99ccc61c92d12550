import KernelTypes

/// Memory for elements, aligned for vectors, which is never freed.
struct Memory<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(_ count: Int) {
    let bytes = count * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    start = memory.assumingMemoryBound(to: Element.self)
  }
}

/// Memory for one tile after the other.
struct Room<Scalar: BitwiseCopyable> {
  static var count: Int { 1 << 17 }

  let logits = Memory<Scalar>(count).start
  let targets = Memory<Scalar>(count).start
  let output = Memory<Scalar>(count).start
  let scratch = Scratch(
    Memory<UInt8>(Scratch.totalByteCount(hasPlanes: false)).start)
  /// Numbers of rows: 8 of them.
  let values = Memory<Double>(8 * Tile<Scalar>.maximumRows).start
}

/// Rows with gaps between them, and all that the kernels need beside them.
struct DigestedTile<Kernels: KernelTable> {
  typealias Scalar = Kernels.Scalar

  private let rows: Int
  private let classes: Int
  private let room: Room<Scalar>

  init(
    _ table: DigestedTable<Kernels>, _ kind: Kind, _ rows: Int, _ classes: Int,
    _ room: Room<Scalar>
  ) {
    self.rows = rows
    self.classes = classes
    self.room = room
    var bits = SeededGenerator(seed: UInt64(rows * classes))
    for i in 0..<rows * (classes + Self.gap) {
      room.logits[i] = table.from(kind.number(bits.next()))
      let target = Kind.ordinary.number(bits.next())
      room.targets[i] = table.from(target < 0 ? 0 : target / 4)
    }
  }

  private static var gap: Int { 3 }

  private func tile(_ start: UnsafeMutablePointer<Scalar>) -> Tile<Scalar> {
    Tile(
      start: start, rowStride: classes + Self.gap, rows: rows,
      classes: classes)
  }

  private var written: Tile<Scalar> { tile(room.output) }

  private func value(_ index: Int) -> UnsafeMutablePointer<Double> {
    room.values + index * Tile<Scalar>.maximumRows
  }

  private func addOutput(to digest: inout Digest) {
    for r in 0..<rows { digest.add(written[r], classes) }
  }

  /// The digest of all kernels that take a transform; for the identity also of
  /// those that take none.
  func digest(_ transform: LogitTransform) -> UInt64 {
    var digest = Digest()
    let scratch = room.scratch
    let (x, y) = (tile(room.logits), tile(room.targets))
    let maxima = value(0)
    func add(_ numbers: Int...) {
      for number in numbers { digest.add(value(number), rows) }
    }

    Kernels.maximaAndRests(x, scratch, transform, maxima, value(1))
    add(0, 1)
    let weights = TargetWeights<Scalar>(
      targets: y, classWeights: UnsafePointer(room.targets),
      targetFactor: 0.9, uniform: 0.01)
    Kernels.weightedDots(
      x, scratch, maxima, transform, weights, value(2),
      value(3))
    add(2, 3)
    for r in 0..<rows { value(4)[r] = 0.1 / Double(r + 1) }
    Kernels.gradients(
      x, scratch, maxima, transform, weights, value(4), value(4), nil,
      written)
    addOutput(to: &digest)
    Kernels.statistics(
      x, scratch, transform,
      maxima, value(1), value(2), value(3))
    add(0, 1, 2, 3)
    for r in 0..<rows { value(5)[r] = Double(r % classes) }
    Kernels.ranksAndPredictions(
      x, scratch, maxima, value(1), value(5), value(6), value(7))
    add(6, 7)
    for r in 0..<rows { value(5)[r] = Double(x[r][r % classes]) }
    Kernels.transformLogits(value(5), maxima, value(6), rows, transform)
    add(5, 6)
    if transform.isIdentity { addPlain(&digest) }
    return digest.value
  }

  private func addPlain(_ digest: inout Digest) {
    let scratch = room.scratch
    let (x, y) = (tile(room.logits), tile(room.targets))
    let (maxima, factors) = (value(0), value(4))

    Kernels.argmaxima(x, scratch, value(1))
    digest.add(value(1), rows)
    Kernels.maxima(x, scratch, maxima)
    Kernels.targetDots(x, scratch, maxima, y, value(1), value(2))
    digest.add(value(1), rows)
    digest.add(value(2), rows)
    Kernels.exponentials(x, written, scratch, maxima, value(1), nil)
    Kernels.scale(written, scratch, factors, nil)
    addOutput(to: &digest)
    Kernels.exponentials(x, written, scratch, maxima, value(1), nil)
    digest.add(value(1), rows)
    Kernels.scaleAndSubtract(written, scratch, factors, y, factors)
    addOutput(to: &digest)
    Kernels.storeExponentials(x, maxima, written)
    addOutput(to: &digest)
    for r in 0..<rows { value(3)[r] = 1 + value(1)[r] }
    Kernels.logarithms(value(3), rows)
    digest.add(value(3), rows)
    Kernels.logarithmsOfOnePlus(value(1), rows)
    digest.add(value(1), rows)
    digest.add(Kernels.sum(value(1), rows))
    Kernels.maxima(x, scratch, maxima)
    Kernels.logProbabilities(x, scratch, maxima, 1, value(1), written)
    addOutput(to: &digest)
    Kernels.logarithmDots(y, scratch, y, value(1))
    digest.add(value(1), rows)
    Kernels.maxima(y, scratch, value(2))
    Kernels.divergences(x, scratch, maxima, y, value(2), value(1))
    digest.add(value(1), rows)
    // Any bits are halves; only Floats are made of them.
    if MemoryLayout<Scalar>.size == 4 {
      for format in [ElementFormat.float16, .bfloat16] {
        Kernels.widen(
          Tile(
            start: room.logits, format: format, rowStride: classes, rows: rows,
            classes: classes), written)
        addOutput(to: &digest)
      }
    }
    Kernels.softmaxGradients(y, x, scratch, written)
    addOutput(to: &digest)
    Kernels.logSoftmaxGradients(x, y, scratch, written)
    addOutput(to: &digest)
  }
}
