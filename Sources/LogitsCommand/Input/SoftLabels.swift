import ArrayFiles
import Logits

/// A file of target probabilities, one for each class of a sample, which is read a
/// block at a time.
package final class SoftLabels: LabelSource {
  /// What rounding to half precision may do to the sum of a row.
  private static let tolerance = 1e-3

  private let path: String
  private let shape: LogitsShape
  private let reader: ArrayReader<Double>

  /// Nothing, unless these are floating-point numbers in the shape of the logits,
  /// and some row is more than a 1 among zeros, which is a class.
  ///
  /// - Throws: `FileError` if they cannot be read.
  package init?(_ array: ConcatenatedArray, for logits: LogitsFile) throws {
    guard array.elementType.isFloatingPoint,
      logits.shape.isSoft(labels: array.shape)
    else { return nil }
    path = array.parts[0].array.path
    shape = logits.shape
    reader = ArrayReader(array)
    guard shape.isOneHot(labels: array.shape) else { return }
    for block in logits.blocks(of: Double.self)
    where try !withRows(block, areOneHot) { return }
    return nil
  }

  private func areOneHot(
    _ rows: Range<Int>, _ elements: UnsafeBufferPointer<Double>
  ) -> Bool {
    rows.indices.allSatisfy { i in
      let others = shape.indices(ofSample: i - rows.lowerBound).lazy
        .map { elements[$0] }.filter { $0 != 0 }
      return others.prefix(2).elementsEqual([1])
    }
  }

  /// Calls `body` with some samples, a block or a part of one with whole stacks,
  /// and what is stored of them.
  private func withRows<Result>(
    _ rows: Range<Int>,
    _ body: (Range<Int>, UnsafeBufferPointer<Double>) throws -> Result
  ) throws -> Result {
    try reader.withElements(shape.elements(of: rows)) { try body(rows, $0) }
  }

  /// The most probable class of each sample, the first of equal ones.
  ///
  /// - Throws: `FileError` unless each row has probabilities with the sum 1.
  package func labels(_ rows: Range<Int>) throws -> [Int] {
    try withRows(rows) { rows, elements in
      try rows.map { row in
        try label(
          shape.indices(ofSample: row - rows.lowerBound).lazy
            .map { elements[$0] }, row)
      }
    }
  }

  private func label(_ row: some Sequence<Double>, _ index: Int) throws -> Int {
    var (sum, largest, label) = (0.0, -1.0, 0)
    for (i, value) in row.enumerated() {
      guard 0...1 + Self.tolerance ~= value else {
        throw error(
          index, "probability \(value) of class \(i) is not from 0 to 1")
      }
      sum += value
      if value > largest { (largest, label) = (value, i) }
    }
    guard abs(sum - 1) <= Self.tolerance else {
      throw error(
        index,
        "probabilities have the sum \(decimal(sum, 6)), not 1 within "
          + "\(Self.tolerance)")
    }
    return label
  }

  private func error(_ row: Int, _ problem: String) -> FileError {
    FileError(path, "row \(row): label \(problem)")
  }

  /// Replaces what evaluations of a block say of the most probable class alone:
  /// the loss, its weight, and the Brier score.
  ///
  /// Ignored samples stay as they are. Their labels are in `rows`, of which there
  /// may be one less: the last sample is ignored then.
  func soften<Source: SampleSource>(
    _ samples: inout [SampleEvaluation], _ rows: Range<Int>,
    _ logits: UnsafeBufferPointer<Source.Scalar>,
    _ probabilities: [Source.Scalar], of source: Source, _ loss: CrossEntropy,
    _ execution: Execution
  ) throws {
    let count = shape.elements(of: rows).count
    var losses = [Double](repeating: 0, count: rows.count)
    try withRows(rows) { _, targets in
      try loss.losses(
        UnsafeBufferPointer(rebasing: logits.prefix(count)), source.layout,
        targets: targets, into: &losses, execution: execution)
      for i in losses.indices where !samples[i].isIgnored {
        var brier = 0.0
        let places = source.places(ofSample: i)
        for (place, index) in zip(places, shape.indices(ofSample: i)) {
          let distance = Double(probabilities[place]) - targets[index]
          brier += distance * distance
        }
        samples[i] = samples[i].softened(loss: losses[i], brier: brier)
      }
    }
  }
}
