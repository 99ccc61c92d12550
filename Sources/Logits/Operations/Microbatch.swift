import KernelTypes

/// The samples whose logits exist at the same time.
struct Microbatch<Scalar: LogitScalar> {
  /// Which they are of those that are not left out.
  let range: Range<Int>
  /// Their indices in the batch; `nil` if none is left out.
  private let indices: UnsafePointer<Int>?
  let memory: MicrobatchMemory<Scalar>

  /// With indices in the memory, if they are gathered.
  init(
    _ range: Range<Int>, isGathered: Bool,
    _ memory: MicrobatchMemory<Scalar>
  ) {
    self.range = range
    self.memory = memory
    indices = isGathered ? UnsafePointer(memory.samples) : nil
  }

  var count: Int { range.count }

  /// Whether some samples are left out, so that the others are gathered.
  var isGathered: Bool { indices != nil }

  /// The sample that a row is of.
  subscript(row: Int) -> Int { indices?[row] ?? range.lowerBound + row }

  /// The rows of the features, gathered or widened if need be.
  func features(
    of x: StoredMatrix<Scalar>, _ products: Products<Scalar>
  ) -> Matrix<Scalar> {
    if !isGathered, let x = x.scalars { return x.rows(range) }
    let features = memory.features(count)
    if isGathered {
      for row in 0..<count {
        products.copy(
          x.row(self[row]), to: features.rows(row..<row + 1))
      }
    } else {
      products.widen(x.rows(range), to: features)
    }
    return features
  }

  /// Where the gradient of these features goes: to its place, or to memory from
  /// where it is scattered.
  func gradient(of x: StoredMatrix<Scalar>) -> Matrix<Scalar> {
    if !isGathered, let x = x.scalars { return x.rows(range) }
    return memory.gradient(count)
  }

  /// Brings a gradient that is not in its place there.
  func scatter(
    _ gradient: Matrix<Scalar>, to x: StoredMatrix<Scalar>, adds: Bool,
    _ products: Products<Scalar>
  ) {
    if !isGathered {
      guard x.isHalf else { return }
      if !adds { return products.narrow(gradient, to: x.rows(range)) }
    }
    for row in 0..<count {
      products.store(
        gradient.rows(row..<row + 1), to: x.row(self[row]), adds: adds)
    }
  }

  func gather(
    _ all: SampleNumbers, to rows: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<count { rows[row] = all[self[row]] }
  }

  func scatter(
    _ rows: UnsafeMutablePointer<Double>, to all: SampleNumbers
  ) {
    for row in 0..<count { all[self[row]] = rows[row] }
  }
}
