import VectorPasses

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

/// What tiles lie in, one after the other.
struct Room<Scalar: VectorScalar> {
  static var count: Int { 1 << 17 }

  let logits = Memory<Scalar>(count).start
  let targets = Memory<Scalar>(count).start
  let output = Memory<Scalar>(count).start
  let scratch = Scratch(start: Memory<UInt8>(Scratch.byteCount).start)
  /// Numbers of rows: 8 of them.
  let values = Memory<Double>(8 * RowTile<Scalar>.maximumRows).start
}

/// Rows with gaps between them, and all that the passes need beside them.
struct Tile<Scalar: VectorScalar> {
  private let passes: RowPasses<Scalar>
  private let rows: Int
  private let classes: Int
  private let room: Room<Scalar>

  init(
    _ table: Table<Scalar>, _ kind: Kind, _ rows: Int, _ classes: Int,
    _ room: Room<Scalar>
  ) {
    passes = table.passes
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

  private func tile(_ start: UnsafePointer<Scalar>) -> RowTile<Scalar> {
    RowTile(
      start: start, rowStride: classes + Self.gap, rows: rows,
      classes: classes)
  }

  private var written: MutableRowTile<Scalar> {
    MutableRowTile(
      start: room.output, rowStride: classes + Self.gap, rows: rows,
      classes: classes)
  }

  private func value(_ index: Int) -> UnsafeMutablePointer<Double> {
    room.values + index * RowTile<Scalar>.maximumRows
  }

  private func addOutput(to digest: inout Digest) {
    for r in 0..<rows { digest.add(written[r], classes) }
  }

  /// The digest of what all passes that know a transform give; for the identity
  /// also of those that know none.
  func digest(_ transform: LogitTransform) -> UInt64 {
    var digest = Digest()
    let scratch = room.scratch
    let (x, y) = (tile(room.logits), tile(room.targets))
    let maxima = value(0)
    func add(_ numbers: Int...) {
      for number in numbers { digest.add(value(number), rows) }
    }

    passes.maximaAndSumsOfExponentials(
      StoredTile(x), scratch, transform, maxima, value(1))
    add(0, 1)
    let coefficients = Coefficients(
      targets: y, classWeights: UnsafePointer(room.targets),
      targetFactor: 0.9, uniform: 0.01)
    passes.coefficientDots(
      StoredTile(x), scratch, maxima, transform, coefficients, value(2),
      value(3))
    add(2, 3)
    for r in 0..<rows { value(4)[r] = 0.1 / Double(r + 1) }
    passes.gradients(
      x, scratch, maxima, transform, coefficients, value(4), value(4), written)
    addOutput(to: &digest)
    passes.statistics(
      x, scratch, transform,
      StatisticsValues(
        maxima: maxima, sums: value(1), products: value(2), squares: value(3)))
    add(0, 1, 2, 3)
    for r in 0..<rows { value(5)[r] = Double(r % classes) }
    passes.ranksAndFirsts(
      x, scratch, maxima, value(1), value(5), value(6), value(7))
    add(6, 7)
    for r in 0..<rows { value(5)[r] = Double(x[r][r % classes]) }
    passes.transformValues(value(5), maxima, value(6), rows, transform)
    add(5, 6)
    if transform.isIdentity { addPlain(&digest) }
    return digest.value
  }

  private func addPlain(_ digest: inout Digest) {
    let scratch = room.scratch
    let (x, y) = (tile(room.logits), tile(room.targets))
    let (maxima, factors) = (value(0), value(4))

    passes.argmaxima(StoredTile(x), scratch, value(1))
    digest.add(value(1), rows)
    passes.maxima(StoredTile(x), scratch, maxima)
    passes.dots(StoredTile(x), scratch, maxima, y, value(1), value(2))
    digest.add(value(1), rows)
    digest.add(value(2), rows)
    passes.exponentials(x, written, scratch, maxima, value(1))
    passes.scale(written, scratch, factors)
    addOutput(to: &digest)
    passes.exponentials(x, written, scratch, maxima, value(1))
    digest.add(value(1), rows)
    passes.scaleAndSubtract(written, scratch, factors, y, factors)
    addOutput(to: &digest)
    passes.storeExponentials(x, maxima, written)
    addOutput(to: &digest)
    passes.logarithms(value(1), rows)
    digest.add(value(1), rows)
    digest.add(passes.sum(value(1), rows))
    passes.maxima(StoredTile(x), scratch, maxima)
    passes.subtract(x, scratch, maxima, value(1), written)
    addOutput(to: &digest)
    passes.dotsWithLogarithms(y, scratch, y, value(1))
    digest.add(value(1), rows)
    passes.divergences(x, maxima, x, maxima, value(1))
    digest.add(value(1), rows)
    // Any bits are halves; only Floats are made of them.
    if MemoryLayout<Scalar>.size == 4 {
      for format in [StorageFormat.float16, .bfloat16] {
        passes.widen(
          StoredTile(
            start: room.logits, format: format, rowStride: classes, rows: rows,
            classes: classes), written)
        addOutput(to: &digest)
      }
    }
    passes.softmaxGradients(y, x, written)
    addOutput(to: &digest)
    passes.logSoftmaxGradients(x, y, written)
    addOutput(to: &digest)
  }
}
