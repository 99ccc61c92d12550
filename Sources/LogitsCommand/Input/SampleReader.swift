import ArrayFiles
import Foundation
import Logits

/// Where blocks of logits come from.
protocol SampleSource {
  associatedtype Scalar: LogitScalar & ReadableElement

  /// How each block lies.
  var layout: Layout { get }

  /// Where the logits of a sample of a block lie, class by class.
  func places(ofSample sample: Int) -> ClassPlaces

  /// Calls `body` with blocks of samples in order, and shows the progress.
  ///
  /// - Parameters:
  ///   - rows: Blocks without any of these samples are left out; `nil` for all.
  ///   - body: What is called.
  /// - Throws: `FileError` for numbers that cannot be read so; what `body` throws.
  func forEachBlock(
    of rows: Range<Int>?,
    _ body: (Range<Int>, UnsafeBufferPointer<Scalar>) throws -> Void) throws
}

/// Reads samples of stored logits as the loss takes them.
///
/// Logits are what ``LogitsReader`` reads; probabilities become logarithms, and
/// binary logits rows of two, one block at a time.
final class SampleReader<Scalar: LogitScalar & ReadableElement>: SampleSource {
  private let file: LogitsFile
  private let reader: LogitsReader<Scalar>
  private let converted: UnsafeMutableBufferPointer<Scalar>
  let layout: Layout
  /// The elements from row to row of a layout of rows.
  let rowStride: Int?

  init(_ file: LogitsFile) {
    self.file = file
    reader = LogitsReader(file)
    let isBinary = file.shape.isBinary
    layout = isBinary ? .rows(of: 2) : file.shape.layout
    rowStride = isBinary ? 2 : file.shape.rowStride
    let capacity = file.blockCapacity(of: Scalar.self) * (isBinary ? 2 : 1)
    converted = .allocate(
      capacity: isBinary || file.kind == .probabilities ? capacity : 0)
  }

  deinit { converted.deallocate() }

  func places(ofSample sample: Int) -> ClassPlaces {
    file.shape.isBinary
      ? ClassPlaces(from: 2 * sample, by: 1, count: 2)
      : file.shape.indices(ofSample: sample)
  }

  func forEachBlock(
    of rows: Range<Int>? = nil,
    _ body: (Range<Int>, UnsafeBufferPointer<Scalar>) throws -> Void
  ) throws {
    var progress = ProgressBar(total: file.samples, bytes: file.byteCount)
    defer { progress.finish() }
    for samples in file.blocks(of: Scalar.self)
    where rows?.overlaps(samples) ?? true {
      try withSamples(samples) { try body(samples, $0) }
      progress.update(samples.upperBound)
    }
  }

  /// Calls `body` with the logits of some samples: a block, or a part of one with
  /// whole stacks.
  ///
  /// - Throws: `FileError` for a number that is not what the file is said to hold.
  func withSamples<Result>(
    _ samples: Range<Int>,
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) throws -> Result {
    try reader.withRows(samples) { stored in
      if file.kind == nil, samples.lowerBound == 0 {
        file.warnOfProbabilities(stored, samples: samples.count)
      }
      try file.checkKind(stored, samples)
      if file.shape.isBinary {
        for (i, number) in stored.enumerated() {
          (converted[2 * i], converted[2 * i + 1]) = pair(number)
        }
        return try body(
          UnsafeBufferPointer(rebasing: converted[..<(2 * stored.count)]))
      }
      guard file.kind == .probabilities else { return try body(stored) }
      for (i, number) in stored.enumerated() {
        converted[i] = Scalar(log(Double(number)))
      }
      return try body(UnsafeBufferPointer(rebasing: converted[..<stored.count]))
    }
  }

  /// The logits of classes 0 and 1, of which one number is stored.
  private func pair(_ number: Scalar) -> (Scalar, Scalar) {
    // Rounding may have taken a probability beyond 1.
    switch file.kind ?? .logits {
    case .logits: return (0, number)
    case .logProbabilities:
      let value = min(Double(number), 0)
      return (Scalar(log(-expm1(value))), Scalar(value))
    case .probabilities:
      let value = min(Double(number), 1)
      return (Scalar(log1p(-value)), Scalar(log(value)))
    }
  }
}
