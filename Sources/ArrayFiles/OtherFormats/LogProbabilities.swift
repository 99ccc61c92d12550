/// What `llama-perplexity --save-all-logits` writes: the tokens of a text, and the
/// logarithms of the probabilities of all that may follow, in 16 bits each.
///
/// The second half of each context is evaluated. A record of a position has a scale
/// and a minimum, then for each token an integer: log p = scale · q + minimum.
struct LogProbabilities: Sendable {
  static let magic = Array("_logits_".utf8)

  private let contexts: Int
  private let contextLength: Int
  private let vocabulary: Int
  /// The positions of a context that are evaluated.
  private let positions: Int
  private let recordStart: Int
  private let recordSize: Int
  /// Where the lengths end, and the tokens start.
  private static let tokenStart = 20

  /// The number of positions, and the number of tokens.
  var shape: [Int] { [contexts * positions, vocabulary] }

  init(parsing file: UnsafeRawBufferPointer) throws(HeaderError) {
    guard file.count >= Self.tokenStart else {
      throw HeaderError("is truncated in its header")
    }
    func length(_ place: Int) -> Int {
      Int(
        Int32(
          littleEndian: file.loadUnaligned(
            fromByteOffset: place, as: Int32.self)))
    }
    contextLength = length(8)
    vocabulary = length(12)
    contexts = length(16)
    guard contextLength >= 3, vocabulary > 0, contexts > 0 else {
      throw HeaderError(
        "has \(contexts) contexts of \(contextLength) tokens, of "
          + "\(vocabulary): there is nothing to evaluate")
    }
    positions = contextLength - 1 - contextLength / 2
    recordSize = 2 * (2 * ((vocabulary + 1) / 2) + 4)
    // No length has more than 31 bits.
    let tokens = contexts * contextLength
    let (records, overflow) = (contexts * positions)
      .multipliedReportingOverflow(by: recordSize)
    guard !overflow, tokens <= file.count / 4,
      records <= file.count - Self.tokenStart - 4 * tokens
    else {
      throw HeaderError(
        "is truncated: \(contexts) contexts of \(contextLength) tokens need more "
          + "than \(file.count) bytes")
    }
    recordStart = Self.tokenStart + 4 * tokens
  }

  /// The token after each position.
  var labels: StridedElements {
    StridedElements(
      start: Self.tokenStart + 4 * (contextLength / 2 + 1),
      shape: [contexts, positions], strides: [contextLength, 1], size: 4)
  }

  /// Copies logarithms, counted in C order, to Floats.
  func copy(
    _ range: Range<Int>, of file: UnsafeRawBufferPointer,
    to output: UnsafeMutableRawPointer
  ) {
    var next = range.lowerBound
    while next < range.upperBound {
      let (row, first) = next.quotientAndRemainder(dividingBy: vocabulary)
      let count = min(vocabulary - first, range.upperBound - next)
      let record = recordStart + row * recordSize
      func number<Number: BitwiseCopyable>(_ offset: Int) -> Number {
        file.loadUnaligned(fromByteOffset: record + offset, as: Number.self)
      }
      let (scale, minimum): (Float, Float) = (number(0), number(4))
      for i in 0..<count {
        let q: UInt16 = number(8 + 2 * (first + i))
        output.storeBytes(
          of: scale * Float(q) + minimum,
          toByteOffset: 4 * (next - range.lowerBound + i), as: Float.self)
      }
      next += count
    }
  }

  /// The two arrays.
  func entries(_ file: MappedFile) -> [ArrayFile.Entry] {
    [
      ArrayFile.Entry(name: "logits") { () throws(FileError) in
        StoredArray(
          path: file.path, name: "logits", elementType: .float32,
          spelling: "16-bit logarithm", shape: shape,
          source: .logProbabilities(file, self))
      },
      ArrayFile.Entry(name: "labels") { () throws(FileError) in
        StoredArray(
          path: file.path, name: "labels", elementType: .int32,
          spelling: "32-bit token", shape: [shape[0]],
          source: .strided(file, labels))
      },
    ]
  }
}
