import KernelTypes

/// The samples whose logits exist at the same time.
struct Microbatch<Scalar: LogitScalar> {
  let samples: SelectedSamples
  /// Which of the selected samples these are.
  let range: Range<Int>
  let memory: MicrobatchMemory<Scalar>

  var count: Int { range.count }

  /// Whether some samples are left out, so that the others are gathered.
  var isGathered: Bool { samples.indices != nil }

  /// Each row, and the sample that it is of.
  var indices: some Sequence<(row: Int, sample: Int)> {
    range.lazy.map { ($0 - range.lowerBound, samples[$0]) }
  }

  /// The rows of the features, gathered if need be.
  func features(of x: Matrix<Scalar>) -> Matrix<Scalar> {
    guard isGathered else { return x.rows(range) }
    let gathered = memory.features(count)
    for (row, sample) in indices {
      gathered.row(row).update(from: x.row(sample), count: x.columns)
    }
    return gathered
  }

  func gather(
    _ all: SampleNumbers, to rows: UnsafeMutablePointer<Double>
  ) {
    for (row, sample) in indices { rows[row] = all[sample] }
  }

  func scatter(
    _ rows: UnsafeMutablePointer<Double>, to all: SampleNumbers
  ) {
    for (row, sample) in indices { all[sample] = rows[row] }
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
