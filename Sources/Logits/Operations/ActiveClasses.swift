import KernelTypes

/// The gradients of a microbatch from the classes whose own are not negligible.
///
/// A class for which all samples' gradients are below the threshold is left out
/// of both products; the others are gathered, some at a time.
struct ActiveClasses<Scalar: LogitScalar> {
  private let threshold: Scalar
  private let features: Int
  private let classes: Int
  /// Whether a class is active.
  private let flags: UnsafeMutablePointer<Bool>
  private let indices: UnsafeMutablePointer<Int>
  /// The weights of some classes, and then their gradients.
  private let gathered: UnsafeMutablePointer<Scalar>
  /// The classes that there is room for.
  private let classesAtOnce: Int

  /// The bytes that it needs for a layer: for `bytes` or less, if they suffice
  /// for 64 classes at once.
  static func byteCount(_ shape: LinearShape, _ bytes: Int) -> Int {
    shape.classes * (MemoryLayout<Int>.stride + 1)
      + classesAtOnce(shape, bytes) * classSize(shape)
  }

  private static func classSize(_ shape: LinearShape) -> Int {
    2 * shape.features * MemoryLayout<Scalar>.stride
  }

  private static func classesAtOnce(_ shape: LinearShape, _ bytes: Int) -> Int {
    min(shape.classes, max(64, min(1024, bytes / classSize(shape))))
  }

  init(_ shape: LinearShape, threshold: Double, bytes: Int) {
    self.threshold = Scalar(threshold)
    features = shape.features
    classes = shape.classes
    classesAtOnce = Self.classesAtOnce(shape, bytes)
    flags = .allocate(capacity: classes)
    indices = .allocate(capacity: classes)
    gathered = .allocate(capacity: 2 * classesAtOnce * features)
  }

  func deallocate() {
    flags.deallocate()
    indices.deallocate()
    gathered.deallocate()
  }

  /// Finds the active classes, and moves their columns to the left.
  ///
  /// - Returns: How many there are; `nil` if too many to gain anything, and then
  ///   nothing has been moved.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func compact(_ g: MutableMatrix<Scalar>) -> Int? {
    flags.update(repeating: false, count: classes)
    for i in 0..<g.rows {
      let row = g.row(i)
      // NaN is active.
      for c in 0..<classes where !(abs(row[c]) < threshold) { flags[c] = true }
    }
    var count = 0
    for c in 0..<classes where flags[c] {
      indices[count] = c
      count += 1
    }
    guard count < classes / 4 * 3 else { return nil }
    for i in 0..<g.rows {
      let row = g.row(i)
      for k in 0..<count { row[k] = row[indices[k]] }
    }
    return count
  }

  /// Adds the products with the first `count` columns, which were compacted, to
  /// the gradients.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func addGradients(
    _ g: Matrix<Scalar>, _ count: Int, _ x: Matrix<Scalar>,
    _ weight: Matrix<Scalar>, features ofX: MutableMatrix<Scalar>?,
    weight ofWeight: MutableMatrix<Scalar>?, _ products: Products<Scalar>
  ) {
    for start in stride(from: 0, to: count, by: classesAtOnce) {
      let columns = start..<min(start + classesAtOnce, count)
      let some = g[0..<g.rows, columns]
      let (weights, gradients) = gatheredMatrices(columns.count)
      var tasks: [MatrixTask<Scalar>] = []
      if let ofX {
        for (row, k) in columns.enumerated() {
          weights.row(row).update(
            from: weight.row(indices[k]), count: features)
        }
        tasks.append(.product(some, Matrix(weights), ofX, .matrixItself))
      }
      if ofWeight != nil {
        tasks.append(.product(some.transposed, x, gradients, .nothing))
      }
      products.run(tasks)
      guard let ofWeight else { continue }
      for (row, k) in columns.enumerated() {
        let (from, to) = (gradients.row(row), ofWeight.row(indices[k]))
        for f in 0..<features { to[f] += from[f] }
      }
    }
  }

  private func gatheredMatrices(
    _ count: Int
  ) -> (MutableMatrix<Scalar>, MutableMatrix<Scalar>) {
    func matrix(_ index: Int) -> MutableMatrix<Scalar> {
      MutableMatrix(
        gathered + index * classesAtOnce * features, rows: count,
        columns: features, rowStride: features)
    }
    return (matrix(0), matrix(1))
  }
}
