import Foundation
import TestSupport
import KernelTypes

/// A function as a table of kernels computes it, and the exact one.
struct TableFunction<Scalar: TestScalar>: Sendable {
  /// How many elements are computed at a time.
  let blockSize: Int
  let compute:
    @Sendable (
      _ x: UnsafeMutablePointer<Scalar>, _ results: UnsafeMutablePointer<Scalar>
    ) -> Void
  let exact: @Sendable (Scalar.Wide) -> Scalar.Wide

  /// The errors, found on all processors.
  func accuracy(at points: Points<Scalar>) -> Accuracy {
    let blocks = (points.count + blockSize - 1) / blockSize
    let tasks = min(blocks, 256)
    var parts = [Accuracy](repeating: Accuracy(), count: tasks)
    parts.withUnsafeMutableBufferPointer { all in
      nonisolated(unsafe) let parts = all
      DispatchQueue.concurrentPerform(iterations: tasks) { task in
        let range = task * blocks / tasks..<(task + 1) * blocks / tasks
        parts[task] = accuracy(at: points, blocks: range)
      }
    }
    return parts.reduce(into: Accuracy()) { $0.add($1) }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func accuracy(
    at points: Points<Scalar>, blocks: Range<Int>
  ) -> Accuracy {
    let x = UnsafeMutablePointer<Scalar>.allocate(capacity: blockSize)
    let results = UnsafeMutablePointer<Scalar>.allocate(capacity: blockSize)
    defer {
      x.deallocate()
      results.deallocate()
    }
    var accuracy = Accuracy()
    for block in blocks {
      // The last block is filled up with the last point.
      let first = block * blockSize
      for i in 0..<blockSize {
        x[i] = points.point(min(first + i, points.count - 1))
        results[i] = .nan
      }
      compute(x, results)
      let count = min(blockSize, points.count - first)
      accuracy.add(
        UnsafeBufferPointer(start: results, count: count), at: x,
        exactly: exact)
    }
    return accuracy
  }
}

extension TableFunction {
  /// e^x, as rows whose maxima are said to be 0.
  static func exponential(
    _ kernels: any KernelTable<Scalar>.Type, classes: Int,
    exact: @escaping @Sendable (Scalar.Wide) -> Scalar.Wide = { .exp($0) }
  ) -> Self {
    let rows = Tile<Scalar>.maximumRows
    return Self(
      blockSize: rows * classes,
      compute: { x, results in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: rows) {
          guard let maxima = $0.baseAddress else { return }
          maxima.initialize(repeating: 0, count: rows)
          kernels.storeExponentials(
            Tile(start: x, rowStride: classes, rows: rows, classes: classes),
            maxima,
            Tile(
              start: results, rowStride: classes, rows: rows, classes: classes))
        }
      },
      exact: exact)
  }
}

extension TableFunction<Double> {
  /// log x.
  static func logarithm(_ kernels: any KernelTable<Double>.Type) -> Self {
    numbers(kernels.logarithms) { .log($0) }
  }

  /// log(1 + x), of a table for rows of any scalar.
  static func logarithmOfOnePlus<Element>(
    _ kernels: any KernelTable<Element>.Type
  ) -> Self {
    numbers(kernels.logarithmsOfOnePlus) { .log1p($0) }
  }

  /// A kernel that replaces numbers by their results.
  private static func numbers(
    _ replace: @escaping @Sendable (UnsafeMutablePointer<Double>, Int) -> Void,
    exact: @escaping @Sendable (Double.Wide) -> Double.Wide
  ) -> Self {
    let blockSize = 1024
    return Self(
      blockSize: blockSize,
      compute: { x, results in
        results.update(from: x, count: blockSize)
        replace(results, blockSize)
      },
      exact: exact)
  }
}
