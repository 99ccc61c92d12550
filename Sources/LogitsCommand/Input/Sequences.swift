import ArrayFiles
import Foundation

/// How samples are cut into sequences.
struct Sequences {
  private enum Cut {
    /// Sequences of one length.
    case every(Int)
    /// Where each ends.
    case ends([Int])
  }

  private let cut: Cut
  let count: Int
  /// The length of the shortest sequence, and its number, from 0.
  let shortest: (length: Int, index: Int)

  /// The sequences on the last of the samples' axes.
  init(_ shape: LogitsShape) {
    let positions = shape.sampleAxes.last ?? 1
    cut = .every(max(positions, 1))
    count = shape.samples / max(positions, 1)
    shortest = (positions, 0)
  }

  /// The sequences of a file with a length a line.
  ///
  /// - Throws: `FileError` unless these are positive numbers, and add up to the
  ///   number of samples.
  init(path: String, samples: Int) throws(FileError) {
    let text = String(
      decoding: try contents(ofSmallFile: path), as: UTF8.self)
    var ends: [Int] = []
    var shortest = (length: Int.max, index: 0)
    var end = 0
    let lines = text.split(whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      guard let length = Int(line.trimmingCharacters(in: .whitespaces)),
        length > 0
      else {
        throw FileError(path, "line \(index + 1) is not a length: \(line)")
      }
      guard length <= samples - end else {
        throw FileError(
          path,
          "line \(index + 1): sequences are longer than \(samples) samples"
        )
      }
      end += length
      ends.append(end)
      if length < shortest.length { shortest = (length, index) }
    }
    guard end == samples else {
      throw FileError(
        path,
        "sequences have \(end) samples together, and the logits \(samples)")
    }
    cut = .ends(ends)
    count = ends.count
    self.shortest = shortest
  }

  /// The number of the sequence that has a sample, which may be the end of all.
  func index(of sample: Int) -> Int {
    switch cut {
    case .every(let length): return sample / length
    case .ends(let ends):
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] <= sample { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Whether a sample is the last one of its sequence.
  func isLast(_ sample: Int) -> Bool {
    index(of: sample + 1) > index(of: sample)
  }

  /// How many samples among some are the last of a sequence.
  func lastOnes(among samples: Range<Int>) -> Int {
    index(of: samples.upperBound) - index(of: samples.lowerBound)
  }
}
