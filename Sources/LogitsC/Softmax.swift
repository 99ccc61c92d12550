import Logits

/// Writes the softmax of the rows, or its logarithm, to `output`, which may be
/// exactly the logits.
func writeSoftmax<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ samples: Int64, _ classes: Int64,
  _ kind: SoftmaxKind, _ output: UnsafeMutablePointer<Logit.Scalar>?
) -> CInt {
  status {
    let batch = try CBatch(samples: samples, classes: classes)
    let input = try batch.rows(logits, .logits)
    var output = try batch.rows(output, .output)
    switch kind {
    case .softmax:
      try softmax(input, batch.layout, into: &output, execution: .ofC)
    case .logSoftmax:
      try logSoftmax(input, batch.layout, into: &output, execution: .ofC)
    }
  }
}
