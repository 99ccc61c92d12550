import Logits

/// Writes the index of each row's largest element.
func predict<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ samples: Int64, _ classes: Int64,
  _ predictions: UnsafeMutablePointer<Int64>?
) -> CInt {
  status {
    let batch = try CBatch(samples: samples, classes: classes)
    let input = try batch.rows(logits, .logits)
    var output = try batch.column(predictions, .output)
    try argmax(input, batch.layout, into: &output, execution: .ofC)
  }
}
