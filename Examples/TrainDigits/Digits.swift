import Logits

/// Images of 8 × 8 pixels, a row each, and the digits that they show.
package struct Samples<Scalar: LogitScalar> {
  package let images: [Scalar]
  package let labels: [Int64]

  package var count: Int { labels.count }

  /// The samples of these rows, in this order.
  func rows(_ rows: some Sequence<Int>) -> Samples {
    Samples(
      images: rows.flatMap { images[$0 * 64..<($0 + 1) * 64] },
      labels: rows.map { labels[$0] })
  }
}

/// Handwritten digits: even rows are for training, odd ones are held out.
package struct Digits<Scalar: LogitScalar> {
  package let training: Samples<Scalar>
  package let heldOut: Samples<Scalar>

  /// Reads `images.npy` and `labels.npy`.
  package init(folder: String) throws {
    let ink = try NPY.read("\(folder)/images.npy", "|u1", as: UInt8.self)
    let labels = try NPY.read("\(folder)/labels.npy", "<i8", as: Int64.self)
    guard ink.count == labels.count * 64 else {
      throw NPY.Failure(reason: "\(folder) has no label for each image")
    }
    // Ink goes from 0 to 16.
    let all = Samples(images: ink.map { Scalar($0) / 16 }, labels: labels)
    training = all.rows(stride(from: 0, to: all.count, by: 2))
    heldOut = all.rows(stride(from: 1, to: all.count, by: 2))
  }
}
