import KernelTypes

extension HalfKernels {
  package static func logarithmDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ targets: Tile<Scalar>,
    _ dots: RowValues
  ) {
    let segments = Segments(rows, targets, scratch)
    for r in 0..<rows.rows {
      dots[r] = 0
      segments.forEach(r) {
        dots[r] += Rows.logarithmDot(
          $0.x, $0.count, targets: $0.y.unsafelyUnwrapped)
      }
    }
  }

  package static func softmaxGradients(
    _ probabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    let segments = Segments(probabilities, upstream, scratch)
    for r in 0..<output.rows {
      var total = 0.0
      segments.forEach(r) { segment in
        let y = segment.y.unsafelyUnwrapped
        total += Rows.sum(segment.count) { $0.load(segment.x) * $0.load(y) }
      }
      let mean = Vector(repeating: Scalar(total))
      segments.forEach(r, to: output) { segment, result in
        let y = segment.y.unsafelyUnwrapped
        Rows.store(segment.count, to: result) {
          $0.load(segment.x) * ($0.load(y) - mean)
        }
      }
    }
  }

  package static func logSoftmaxGradients(
    _ logProbabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    let segments = Segments(logProbabilities, upstream, scratch)
    for r in 0..<output.rows {
      var total = 0.0
      segments.forEach(r) {
        total += Rows.sum($0.y.unsafelyUnwrapped, $0.count)
      }
      let sum = Vector(repeating: Scalar(total))
      segments.forEach(r, to: output) { segment, result in
        let y = segment.y.unsafelyUnwrapped
        Rows.store(segment.count, to: result) {
          $0.load(y) - Scalar.exponential($0.load(segment.x)) * sum
        }
      }
    }
  }
}
