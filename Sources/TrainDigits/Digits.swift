import ArrayFiles
import Logits

/// Handwritten digits in two halves: the even rows train, the odd ones are held
/// out.
package struct Digits<Scalar: LogitScalar> {
  package let training: Samples<Scalar>
  package let heldOut: Samples<Scalar>

  /// Reads `images.npy` and `labels.npy`.
  package init(folder: String) throws {
    let images = try StoredArray(path: "\(folder)/images.npy")
    guard images.elementType == .uint8, images.shape.count == 2,
      images.shape[1] == Digit.pixels
    else {
      throw FileError(images.path, "has no rows of \(Digit.pixels) bytes")
    }
    let labels = try StoredArray(path: "\(folder)/labels.npy")
    guard labels.elementType == .int64, labels.shape == [images.shape[0]] else {
      throw FileError(labels.path, "has no 64-bit label for each image")
    }
    let ink = images.withElements(0..<images.count, as: UInt8.self, Array.init)
    let digits = labels.withElements(
      0..<labels.count, as: Int64.self, Array.init)
    var halves = [
      Samples<Scalar>(features: Digit.pixels),
      Samples<Scalar>(features: Digit.pixels),
    ]
    for (row, digit) in digits.enumerated() {
      let image = ink[row * Digit.pixels..<(row + 1) * Digit.pixels]
      halves[row % 2].append(image.map { Scalar($0) / 16 }, label: digit)
    }
    (training, heldOut) = (halves[0], halves[1])
  }
}

enum Digit {
  /// 8 × 8, each with ink from 0 to 16.
  static let pixels = 64
  static let classes = 10
}
