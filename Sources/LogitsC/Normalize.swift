import Logits

/// Softmax or its logarithm.
enum Normalization {
  case softmax
  case logSoftmax
}

/// Writes the normalised rows to `output`, which may be exactly the logits.
func normalize<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ samples: Int64, _ classes: Int64,
  to kind: Normalization, _ output: UnsafeMutablePointer<Logit.Scalar>?
) -> CInt {
  status {
    let batch = try CBatch(samples: samples, classes: classes)
    let input = try batch.rows(logits, .logits)
    let output = try batch.rows(output, .output)
    switch kind {
    case .softmax:
      try softmax(
        input, shape: batch.shape, into: output, execution: .ofC)
    case .logSoftmax:
      try logSoftmax(
        input, shape: batch.shape, into: output, execution: .ofC)
    }
  }
}
