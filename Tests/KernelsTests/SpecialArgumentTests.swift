import Foundation
import TestSupport
import Testing
import KernelTypes

/// exp and log where the result is exact.
@Suite struct SpecialArgumentTests {
  /// exp of each element, as a row: its maximum is said to be 0.
  private func exponentials<Scalar: TestScalar>(
    _ x: [Scalar], _ kernels: any KernelTable<Scalar>.Type
  ) -> [Scalar] {
    var maximum = 0.0
    return Array(unsafeUninitializedCapacity: x.count) { output, count in
      x.withUnsafeBufferPointer { x in
        guard let from = x.baseAddress, let to = output.baseAddress else {
          return
        }
        kernels.storeExponentials(
          Tile(
            start: UnsafeMutableRawPointer(mutating: from), rowStride: 0,
            rows: 1, classes: x.count),
          &maximum,
          Tile(start: to, rowStride: 0, rows: 1, classes: x.count))
      }
      count = x.count
    }
  }

  /// In a row that is swept beside others, and in a long one.
  private func expectEnds<Scalar: TestScalar>(
    _ kernels: any KernelTable<Scalar>.Type, zeroFrom below: Scalar
  ) {
    let x: [Scalar] = [
      0, -0.0, below, -1e4, -Scalar.greatestFiniteMagnitude, -.infinity, .nan,
    ]
    for row in [x, [Scalar](repeating: -1, count: 31) + x] {
      let ends = Array(exponentials(row, kernels).suffix(x.count))
      #expect(ends.prefix(6) == [1, 1, 0, 0, 0, 0])
      #expect(ends[6].isNaN)
    }
  }

  @Test(arguments: TestTable.available)
  func exponential(_ table: TestTable) {
    expectEnds(table.float, zeroFrom: -87.34)
    expectEnds(table.double, zeroFrom: -708.4)
  }

  @Test(arguments: TestTable.available)
  func logarithm(_ table: TestTable) {
    var values = [
      0, -0.0, 1, .infinity, -1, -.infinity, .nan, .leastNonzeroMagnitude,
    ]
    table.double.logarithms(&values, 8)
    #expect(values.prefix(4) == [-.infinity, -.infinity, 0, .infinity])
    #expect(values[4...6].allSatisfy { $0.isNaN })
    #expect(values[7] == log(Double.leastNonzeroMagnitude))
  }

  @Test(arguments: TestTable.available)
  func logarithmOfOnePlus(_ table: TestTable) {
    checkLogarithmOfOnePlus(table.double, ulps: 1)
    checkLogarithmOfOnePlus(table.float, ulps: 2.1)
  }

  private func checkLogarithmOfOnePlus<Scalar>(
    _ kernels: any KernelTable<Scalar>.Type, ulps: Double
  ) {
    var values = [0, .nan, .infinity, 1e-300, 1, 0x1p-60, 0x1p-53, 1e300]
    let exact = values.map { log1p($0) }
    kernels.logarithmsOfOnePlus(&values, 8)
    #expect(values[0] == 0)
    #expect(values[1...2].allSatisfy { $0.isNaN })
    for i in 3..<8 { #expect(abs(values[i] - exact[i]) <= ulps * exact[i].ulp) }
  }
}
