import Logits

/// Writes the index of each row's largest element.
func predict<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  status {
    let batch = try CBatch(samples: samples, classes: classes)
    let input = try batch.rows(logits, .logits)
    let output = try batch.column(predictions, .output)
    try checkOverlap(
      UnsafeRawBufferPointer(output), .output,
      UnsafeRawBufferPointer(input), .logits)
    try fill(output, from: Int.self, convert: Int64.init) { output in
      try argmax(input, shape: batch.shape, into: output, execution: .ofC)
    }
  }
}
