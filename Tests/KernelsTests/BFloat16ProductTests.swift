import CShims
import KernelTypes
import KernelsAVX512BF16
import KernelsBFloat16
import Logits
import TestSupport
import Testing

/// Products of matrices rounded to bfloat16, by the instruction where the
/// processor has it, and with the instruction written out.
@Suite struct BFloat16ProductTests {
  typealias Multiply<B> =
    @Sendable (
      Matrix<Float>, Matrix<B>, Addend<Float>, Matrix<Float>,
      UnsafeMutablePointer<Float>
    ) -> Void

  static let products: [(Multiply<Float>, ofBits: Multiply<UInt16>)] =
    [
      (
        KernelsBFloat16.BFloat16Product.multiply,
        KernelsBFloat16.BFloat16Product.multiply
      )
    ]
    + (processor_has_bfloat16()
      ? [
        (
          KernelsAVX512BF16.BFloat16Product.multiply,
          KernelsAVX512BF16.BFloat16Product.multiply
        )
      ] : [])

  /// Rows, terms and columns around those of panels and blocks.
  static let shapes: [(rows: Int, terms: Int, columns: Int)] = [
    (1, 1, 1), (1, 2, 16), (7, 3, 17), (8, 16, 31), (9, 31, 32), (15, 33, 33),
    (16, 255, 48), (3, 256, 65), (193, 257, 5), (200, 64, 40), (4, 513, 2050),
    (23, 47, 49),
  ]

  @Test(arguments: shapes, [false, true])
  func product(
    _ shape: (rows: Int, terms: Int, columns: Int), isTransposed: Bool
  ) {
    for (multiply, multiplyBits) in Self.products {
      for (hasRow, accumulates) in [
        (false, false), (true, false), (true, true),
      ] {
        check(
          multiply, multiplyBits, shape, isTransposed, hasRow, accumulates)
      }
    }
  }

  private func check(
    _ multiply: Multiply<Float>, _ multiplyBits: Multiply<UInt16>,
    _ shape: (rows: Int, terms: Int, columns: Int),
    _ isTransposed: Bool, _ hasRow: Bool, _ accumulates: Bool
  ) {
    var generator = SeededGenerator(seed: 5)
    let (m, k, n) = shape
    let a = Numbers(m, k, isTransposed, &generator)
    let b = Numbers(k, n, isTransposed, &generator)
    let c = Numbers(m, n, false, &generator)
    let before = c.elements
    let row = Numbers(1, n, false, &generator)
    let count = KernelsBFloat16.BFloat16Product.workspaceCount
    let workspace = UnsafeMutablePointer<Float>.allocate(capacity: count + 1)
    defer { workspace.deallocate() }
    workspace[count] = 0.5
    let addend = Addend<Float>(
      accumulates: accumulates, row: hasRow ? row.matrix.start : nil)
    multiply(a.matrix, b.matrix, addend, c.matrix, workspace)
    #expect(workspace[count] == 0.5)
    // The same bits with those of B rounded before.
    let sums = c.elements
    c.elements = before
    b.withBits { multiplyBits(a.matrix, $0, addend, c.matrix, workspace) }
    #expect(c.elements == sums)
    var wrong: [String] = []
    for i in 0..<m {
      for j in 0..<n {
        var (sum, size) = (0.0, 0.0)
        for t in 0..<k {
          let term = Double(rounded(a[i, t])) * Double(rounded(b[t, j]))
          sum += term
          size += abs(term)
        }
        for addend in [
          accumulates ? before[c.place(i, j)] : 0, hasRow ? row[0, j] : 0,
        ] {
          sum += Double(addend)
          size += Double(abs(addend))
        }
        // Each of the additions rounds once, to half a unit.
        let error = Double(k + 2) * 0x1p-24 * size
        if abs(Double(c[i, j]) - sum) > error {
          wrong.append("\(i), \(j): \(c[i, j]) for \(sum)")
        }
      }
    }
    #expect(wrong == [])
    // Nothing between the rows is written.
    for i in 0..<m {
      for j in n..<n + Numbers.gap {
        #expect(c.elements[c.place(i, j)] == before[c.place(i, j)])
      }
    }
  }

  /// To the nearest number with 8 bits, of two to the even one.
  private func rounded(_ value: Float) -> Float {
    let unit = Float(sign: .plus, exponent: value.exponent - 7, significand: 1)
    return value == 0 ? 0 : (value / unit).rounded(.toNearestOrEven) * unit
  }

  /// Infinities and NaN are what they are in any product.
  @Test func notFinite() {
    for (multiply, _) in Self.products {
      var a: [Float] = [1, .infinity, .nan, 3e38, 0, -.infinity]
      var b: [Float] = [1, 2]
      var c = [Float](repeating: 0, count: 3)
      let workspace = UnsafeMutablePointer<Float>.allocate(
        capacity: KernelsBFloat16.BFloat16Product.workspaceCount)
      defer { workspace.deallocate() }
      multiply(
        Matrix(&a, rows: 3, columns: 2, rowStride: 2),
        Matrix(&b, rows: 2, columns: 1, rowStride: 1), Addend(),
        Matrix(&c, rows: 3, columns: 1, rowStride: 1), workspace)
      #expect(c[0] == .infinity)
      #expect(c[1].isNaN)
      #expect(c[2] == -.infinity)
    }
  }
}

/// A matrix of random numbers, with gaps between its rows or columns.
private final class Numbers {
  static let gap = 3
  private let isTransposed: Bool
  private let rows: Int
  private let columns: Int
  private let start: UnsafeMutablePointer<Float>
  private let count: Int

  init(
    _ rows: Int, _ columns: Int, _ isTransposed: Bool,
    _ generator: inout SeededGenerator
  ) {
    (self.rows, self.columns) = (rows, columns)
    self.isTransposed = isTransposed
    count =
      isTransposed ? columns * (rows + Self.gap) : rows * (columns + Self.gap)
    start = .allocate(capacity: count)
    for i in 0..<count { start[i] = .random(in: -1...1, using: &generator) }
  }

  deinit { start.deallocate() }

  var elements: [Float] {
    get { (0..<count).map { start[$0] } }
    set { for i in 0..<count { start[i] = newValue[i] } }
  }

  /// The elements as bits of bfloat16.
  func withBits(_ body: (Matrix<UInt16>) -> Void) {
    var bits = elements.map { BFloat16($0).bitPattern }
    bits.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      let floats = matrix
      body(
        Matrix(
          start: start, rows: rows, columns: columns,
          rowStride: floats.rowStride, columnStride: floats.columnStride))
    }
  }

  func place(_ row: Int, _ column: Int) -> Int {
    isTransposed
      ? column * (rows + Self.gap) + row : row * (columns + Self.gap) + column
  }

  subscript(row: Int, column: Int) -> Float { start[place(row, column)] }

  var matrix: Matrix<Float> {
    Matrix(
      start: start, rows: rows, columns: columns,
      rowStride: isTransposed ? 1 : columns + Self.gap,
      columnStride: isTransposed ? rows + Self.gap : 1)
  }
}
