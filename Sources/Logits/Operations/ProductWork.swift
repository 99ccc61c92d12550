import KernelTypes
import Synchronization

/// Tasks whose parts are given to those who work on them, on the stack of who
/// runs them: nothing is allocated.
struct ProductWork<Scalar: LogitScalar>: ~Copyable {
  private let products: Products<Scalar>
  private let first: CutTask<Scalar>?
  private let second: CutTask<Scalar>?
  private let third: CutTask<Scalar>?
  private let memory: ProductMemory<Scalar>
  private let next = Atomic(0)

  init(
    _ products: Products<Scalar>, _ first: MatrixTask<Scalar>?,
    _ second: MatrixTask<Scalar>?, _ third: MatrixTask<Scalar>?,
    _ memory: ProductMemory<Scalar>
  ) {
    self.products = products
    self.first = first.map { CutTask($0) }
    self.second = second.map { CutTask($0) }
    self.third = third.map { CutTask($0) }
    self.memory = memory
  }

  /// The number of parts.
  var count: Int {
    (first?.count ?? 0) + (second?.count ?? 0) + (third?.count ?? 0)
  }

  var multiplications: Double {
    (first?.multiplications ?? 0) + (second?.multiplications ?? 0)
      + (third?.multiplications ?? 0)
  }

  /// Whether a part needs memory, as all do but those of OpenBLAS.
  var needsMemory: Bool {
    needsMemory(first) || needsMemory(second) || needsMemory(third)
  }

  private func needsMemory(_ task: CutTask<Scalar>?) -> Bool {
    guard let task, task.count > 0,
      case .product(let a, let b, let c, _) = task[task.count - 1]
    else { return false }
    // The last part is the smallest.
    return b.isHalf || products.kernels(a, c).workspaceCount > 0
  }

  /// Takes parts until there are none left.
  ///
  /// Each of those who work has a number of its own, and so memory of its own.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func work(as worker: Int) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard let part = part(index) else { return }
      switch part {
      case .product(let a, let b, let c, let addend):
        products.multiply(
          a, b, addend, c, packed: memory.packed(worker),
          widened: memory.widened(worker))
      case .columnSums(let a, let sums, let accumulates):
        Self.addColumns(of: a, to: sums, accumulates: accumulates)
      }
    }
  }

  private func part(_ index: Int) -> MatrixTask<Scalar>? {
    var index = index
    func part(of task: CutTask<Scalar>?) -> MatrixTask<Scalar>? {
      guard let task else { return nil }
      if index < task.count { return task[index] }
      index -= task.count
      return nil
    }
    return part(of: first) ?? part(of: second) ?? part(of: third)
  }

  /// In Double, or many samples would cost some bits.
  private static func addColumns(
    of a: Matrix<Scalar>, to sums: UnsafeMutablePointer<Scalar>,
    accumulates: Bool
  ) {
    // 1 KiB: on the stack.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 128) {
      guard let exact = $0.baseAddress else { return }
      for start in stride(from: 0, to: a.columns, by: $0.count) {
        let count = min($0.count, a.columns - start)
        exact.update(repeating: 0, count: count)
        for i in 0..<a.rows {
          let row = a.row(i) + start
          for j in 0..<count { exact[j] += Double(row[j]) }
        }
        let sums = sums + start
        for j in 0..<count {
          sums[j] = Scalar((accumulates ? Double(sums[j]) : 0) + exact[j])
        }
      }
    }
  }
}
