import CShims
import KernelTypes

/// A batch of one short row of scalars.
///
/// Its arithmetic takes less time than all that larger batches need: a plan,
/// tiles, a workspace, workers. Where there are options, or something is wrong,
/// there is no such row, and the call goes the way of all batches, with the same
/// bits.
struct SingleRow<Scalar: LogitScalar> {
  typealias Kernels = any ShortRowTable<Scalar>.Type

  let classes: Int
  private let logits: UnsafeMutablePointer<Scalar>
  private let kernels: Kernels

  @inline(__always)
  init?(_ logits: Elements<Scalar>, _ layout: Layout, _ execution: Execution) {
    guard logits.type == Scalar._type, let start = logits.start,
      logits.count >= 1, Tile<Scalar>.isShort(logits.count),
      layout.isOneRow(of: logits.count),
      let kernels = Scalar._kernelTables.shortRows(for: execution)
    else { return nil }
    classes = logits.count
    self.logits = start.assumingMemoryBound(to: Scalar.self)
    self.kernels = kernels
  }

  /// Where a result goes: over the logits, or elsewhere; `nil` for anything but
  /// a row like theirs.
  @inline(__always)
  func output(
    _ elements: Elements<Scalar>, stride: Int?
  ) -> UnsafeMutablePointer<Scalar>? {
    guard elements.type == Scalar._type, elements.count == classes,
      stride ?? classes == classes, let start = elements.start
    else { return nil }
    let output = start.assumingMemoryBound(to: Scalar.self)
    guard
      output == logits || output + classes <= logits
        || logits + classes <= output
    else { return nil }
    return output
  }

  @inline(__always)
  func compute(_ kind: SoftmaxKind, into output: UnsafeMutablePointer<Scalar>) {
    withRoom { room in
      switch kind {
      case .softmax: kernels.softmax(logits, classes, room, output)
      case .logSoftmax: kernels.logSoftmax(logits, classes, room, output)
      }
    }
  }

  @inline(__always)
  func loss(
    target: Int, factor: Double, gradient: UnsafeMutablePointer<Scalar>?
  ) -> Double {
    withRoom { room in
      guard let gradient else {
        return kernels.loss(logits, classes, target: target, room)
      }
      return kernels.loss(
        logits, classes, target: target, room, factor: factor,
        gradient: gradient)
    }
  }

  @inline(__always)
  private func withRoom<Result>(
    _ body: (UnsafeMutablePointer<Scalar>) -> Result
  ) -> Result {
    let control = processor_flush_subnormals(false)
    defer { processor_restore_arithmetic(control) }
    return withUnsafeTemporaryAllocation(
      byteCount: Scratch.shortRowByteCount, alignment: 16
    ) {
      body(
        $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Scalar.self))
    }
  }
}

extension Layout {
  /// Whether so many elements are one row, without a gap behind it.
  @inline(__always)
  fileprivate func isOneRow(of count: Int) -> Bool {
    switch arrangement {
    case .oneRow: true
    case .rows(let stride): classes == count && stride ?? count == count
    case .planes: false
    }
  }
}

extension CrossEntropyArguments {
  /// The loss of a single row, if that is all there is, with its gradient.
  @inline(__always)
  func lossOfSingleRow() -> Double? {
    guard targets.count == 1, options.isPlain, !hasMoreNumbers,
      let row = SingleRow(input, layout, execution),
      let target = targets.onlyClass(of: row.classes),
      target != options.ignoreIndex
    else { return nil }
    guard let gradient else {
      return row.loss(target: target, factor: 1, gradient: nil)
    }
    guard case .loss(let factor) = upstream,
      let output = row.output(gradient, stride: gradientStride),
      (try? checkOverlap(
        gradient.bytes, .gradient, targets.bytes, .targets)) != nil
    else { return nil }
    return row.loss(target: target, factor: factor, gradient: output)
  }

  /// Whether there is more to read than logits and a target, or more to write than
  /// a gradient and the loss.
  @inline(__always)
  private var hasMoreNumbers: Bool {
    if case .value = divisor { return true }
    if let loss {
      guard loss.count == 1,
        (try? checkOverlaps(ofResults: loss.bytes, .losses)) != nil
      else { return true }
    }
    return sampleWeights != nil || classWeights != nil || losses != nil
      || evaluations != nil
  }
}

extension CrossEntropy {
  /// Whether the loss of a sample is −log p, and checks nothing but its target.
  @inline(__always)
  fileprivate var isPlain: Bool {
    weights == nil && labelSmoothing == 0 && zLoss == 0 && temperature == 1
      && softcap == .infinity && targetSumTolerance == nil && input == .logits
      && negativeInfinityRows == .nan
  }
}

extension TargetElements {
  /// The class of the only sample; `nil` unless it is one.
  @inline(__always)
  fileprivate func onlyClass(of classes: Int) -> Int? {
    guard
      let indices = try? ClassTargets(
        ofAnyRange: self, for: BatchShape(samples: 1, classes: classes))
    else { return nil }
    let index = indices[0]
    return 0..<classes ~= index ? index : nil
  }
}
