import KernelTypes

/// The Jensen-Shannon divergence of the softmaxes p and q of two rows.
///
/// With s = p + q and t = (p − q) / s it is
///
///     ¼ Σ s h(t),  h(t) = (1 + t) log (1 + t) + (1 − t) log (1 − t)
///                       = t² + t⁴ / 6 + t⁶ / 15 + …,
///
/// where no term is negative, and the series takes the place of the logarithms
/// where these would cancel. What is left is the difference p − q: of numbers that
/// are off by some 2⁻⁵², whatever the type of the logits is. Where models nearly
/// agree, the divergence is half the mean of t², and its relative error at most
/// some 1e-15 / √JS: of 1e-10, ten digits are right.
struct JensenShannon<Scalar: LogitScalar> {
  /// A row of logits, and the largest of them.
  struct Row {
    let tile: Tile<Scalar>
    let row: Int
    let maximum: Double
  }

  /// The classes that are in scratch memory at once: a multiple of 8.
  private static var segment: Int { 256 }

  private let kernels: any KernelTable<Scalar>.Type
  private let scratch: Scratch

  init(_ kernels: any KernelTable<Scalar>.Type, _ scratch: Scratch) {
    self.kernels = kernels
    self.scratch = scratch
  }

  /// Room for a number for each class of a segment, seven times.
  private func numbers(_ index: Int) -> UnsafeMutablePointer<Double> {
    scratch.elements(from: index * Self.segment)
  }

  func between(_ row: Row, _ other: Row) -> Double {
    let (p, q) = (numbers(0), numbers(1))
    var (weight, otherWeight) = (0.0, 0.0)
    forEachSegment(of: row.tile.classes) { classes in
      exponentials(row, classes, p)
      exponentials(other, classes, q)
      weight += kernels.sum(p, classes.count)
      otherWeight += kernels.sum(q, classes.count)
    }
    let (factor, otherFactor) = (1 / weight, 1 / otherWeight)
    var sum = 0.0
    forEachSegment(of: row.tile.classes) { classes in
      // A row of one segment has its exponentials already.
      if row.tile.classes > Self.segment {
        exponentials(row, classes, p)
        exponentials(other, classes, q)
      }
      for i in 0..<classes.count {
        p[i] *= factor
        q[i] *= otherFactor
      }
      sum += terms(p, q, classes.count)
    }
    return sum / 4
  }

  @inline(__always)
  private func forEachSegment(of classes: Int, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: classes, by: Self.segment) {
      body(start..<min(start + Self.segment, classes))
    }
  }

  /// exp(x − m) of some classes.
  @inline(__always)
  private func exponentials(
    _ row: Row, _ classes: Range<Int>, _ output: UnsafeMutablePointer<Double>
  ) {
    let (tile, first) = (row.tile, classes.lowerBound)
    if tile.format == .scalar, tile.positions == 1 {
      let logits = tile[row.row] + first
      for i in 0..<classes.count {
        output[i] = Double(logits[i]) - row.maximum
      }
    } else {
      for i in 0..<classes.count {
        output[i] = tile[row.row, first + i] - row.maximum
      }
    }
    pad(output, classes.count)
    kernels.exponentials(output, classes.count)
  }

  /// Σ s h(t) over some classes.
  private func terms(
    _ p: UnsafePointer<Double>, _ q: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    // Those where h takes logarithms: s, 1 + t and 1 − t, and both logarithms.
    let (sums, above, below) = (numbers(2), numbers(3), numbers(4))
    let (logarithms, otherLogarithms) = (numbers(5), numbers(6))
    var far = 0
    var sum = 0.0
    for i in 0..<count {
      let s = p[i] + q[i]
      if s == 0 { continue }
      let t = (p[i] - q[i]) / s
      let square = t * t
      if square <= 1 / 16 {
        sum += s * square * Self.series(square)
        continue
      }
      sums[far] = s
      above[far] = 2 * p[i] / s
      below[far] = 2 * q[i] / s
      // Beside a factor of 0, any number will do for log 0.
      logarithms[far] = max(above[far], .leastNormalMagnitude)
      otherLogarithms[far] = max(below[far], .leastNormalMagnitude)
      far += 1
    }
    pad(logarithms, far)
    pad(otherLogarithms, far)
    kernels.logarithms(logarithms, far)
    kernels.logarithms(otherLogarithms, far)
    for i in 0..<far {
      sum +=
        sums[i]
        * (above[i] * logarithms[i] + below[i] * otherLogarithms[i])
    }
    return sum
  }

  /// h(t) / t² for t² up to 1/16: Σ t^(2k − 2) / (k (2k − 1)).
  @inline(__always)
  private static func series(_ z: Double) -> Double {
    var sum = 1 / 231.0
    sum = sum * z + 1 / 190
    sum = sum * z + 1 / 153
    sum = sum * z + 1 / 120
    sum = sum * z + 1 / 91
    sum = sum * z + 1 / 66
    sum = sum * z + 1 / 45
    sum = sum * z + 1 / 28
    sum = sum * z + 1 / 15
    sum = sum * z + 1 / 6
    return sum * z + 1
  }

  /// Makes numbers of the rest of the last vector.
  @inline(__always)
  private func pad(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
    for i in count..<(count + 7) / 8 * 8 { values[i] = 0 }
  }
}
