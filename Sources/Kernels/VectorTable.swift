import KernelTypes

/// What the tables of this module have in common: kernels made of its vectors,
/// of which these have to do with no layout.
///
/// The module is compiled once for each instruction set. What is here is
/// compiled for one of them, and is not to be inlined elsewhere.
protocol VectorTable: KernelTable where Scalar: VectorScalar {}

extension VectorTable {
  typealias Vector = Scalar.Vector
  typealias Softcapped = SoftcappedLogits<Scalar>
  typealias Scaled = ScaledLogits<Scalar>

  package static func transformLogits(
    _ logits: RowValues, _ maxima: RowValues, _ slopes: RowValues,
    _ count: Int, _ transform: LogitTransform
  ) {
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      let m = DoubleVector.load(maxima + i)
      if transform.hasSoftcap {
        center(
          logits + i, SoftcappedLogits<Double>(maximum: m, transform),
          slopes + i)
      } else {
        center(
          logits + i, ScaledLogits<Double>(maximum: m, transform), slopes + i)
      }
    }
  }

  @inline(__always)
  private static func center(
    _ logits: RowValues, _ centered: some CenteredLogits<Double>,
    _ slopes: RowValues
  ) {
    let x = DoubleVector.load(logits)
    centered.slope(x).store(to: slopes)
    centered.centered(x).store(to: logits)
  }

  package static func targetDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: Tile<Scalar>, _ dots: RowValues, _ targetSums: RowValues
  ) {
    weightedDots(
      rows, scratch, maxima, .identity, TargetWeights(targets: targets), dots,
      targetSums)
  }

  // Loops of their own: a function that is given to another is called by it.

  package static func exponentials(_ values: RowValues, _ count: Int) {
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      Double.exponential(.load(values + i)).store(to: values + i)
    }
  }

  package static func logarithms(_ values: RowValues, _ count: Int) {
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      Double.logarithm(.load(values + i)).store(to: values + i)
    }
  }

  package static func logarithmsOfOnePlus(_ values: RowValues, _ count: Int) {
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      Scalar.logarithmOfOnePlus(.load(values + i)).store(to: values + i)
    }
  }

  package static func sum(_ values: RowValues, _ count: Int) -> Double {
    RowKernels<Double>.sum(values, count)
  }

  package static func narrow(_ rows: Tile<Scalar>, _ output: Tile<Scalar>) {
    rows.narrow(to: output)
  }

  package static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ addend: Addend<Scalar>,
    _ c: Matrix<Scalar>, _ workspace: UnsafeMutablePointer<Scalar>
  ) {
    MatrixProduct.multiply(a, b, plus: addend, into: c, workspace: workspace)
  }

  package static var workspaceCount: Int {
    MatrixProduct<Scalar>.workspaceCount
  }
}
