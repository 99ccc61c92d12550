import ArrayFiles
import Logits

// Files that hold probabilities, or look as if they did.
extension LogitsFile {
  /// What rounding to half precision may do to a probability, or to a sum of them.
  private static let tolerance = 1e-3

  /// - Throws: `FileError` for a number that is not what the file is said to hold;
  ///   NaN is left to the loss.
  func checkKind<Scalar: LogitScalar>(
    _ stored: UnsafeBufferPointer<Scalar>, _ samples: Range<Int>
  ) throws(FileError) {
    guard let kind, kind != .logits else { return }
    let isLog = kind == .logProbabilities
    let least = isLog ? -Double.infinity : 0
    let most = (isLog ? 0 : 1) + Self.tolerance
    for (row, sample) in samples.enumerated() {
      for value in shape.numbers(ofSample: row, in: stored)
      where value < least || value > most {
        throw FileError(
          path,
          "row \(sample): \(value) is not "
            + (isLog
              ? "the logarithm of a probability" : "a probability from 0 to 1"))
      }
    }
  }

  /// Warns on stderr if the first block of what nobody named looks like
  /// probabilities: all from 0 to 1, with the sum 1.
  func warnOfProbabilities<Scalar: LogitScalar>(
    _ stored: UnsafeBufferPointer<Scalar>, samples: Int
  ) {
    for row in 0..<samples {
      var sum = 0.0
      for value in shape.numbers(ofSample: row, in: stored) {
        guard 0...1 ~= value else { return }
        sum += value
      }
      guard shape.isBinary || abs(sum - 1) <= Self.tolerance else { return }
    }
    FileOutput.warn(
      "\(path): looks like probabilities, which --input probabilities reads as "
        + "such; --input logits says that these are logits")
  }
}

extension LogitsShape {
  /// What is stored of a sample of a block.
  fileprivate func numbers<Scalar: LogitScalar>(
    ofSample sample: Int, in stored: UnsafeBufferPointer<Scalar>
  ) -> some Sequence<Double> {
    indices(ofSample: sample).lazy.map { Double(stored[$0]) }
  }
}
