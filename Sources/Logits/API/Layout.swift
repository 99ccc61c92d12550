/// How a batch of logits lies in memory.
///
/// ```swift
/// .rows(of: 10)                          // samples × 10
/// .rows(of: 10, stride: 16)              // the same, in rows of 16
/// .planes(classes: 21, positions: h * w) // N × 21 × H × W
/// .oneRow                                // a single sample
/// ```
///
/// How many samples there are follows from the number of elements: 30 of them
/// in `.rows(of: 10)` are 3 samples. A number that does not fit is an error, not
/// a guess; nor is there a default, as a batch that is read the wrong way gives
/// plausible numbers.
///
/// A layout can be made of any numbers; a function that is given one that makes
/// no sense throws before it touches a buffer.
public struct Layout: Hashable, Sendable {
  enum Arrangement: Hashable {
    case rows(stride: Int?)
    case planes(positions: Int)
    case oneRow
  }

  let arrangement: Arrangement

  /// The number of classes of a sample; `nil` if it follows from the buffer.
  public let classes: Int?

  /// Rows: the logits of a sample side by side, one sample after the other.
  ///
  /// That is `samples × classes`, row-major; batch × sequence × vocabulary, too,
  /// and channels-last images (N × H × W × C), where each position is a sample.
  ///
  /// - Parameters:
  ///   - classes: The number of elements of a row, 1 or more.
  ///   - stride: Elements from the start of one row to the start of the next, at
  ///     least `classes`: BLAS's leading dimension. `nil` for rows without gaps.
  ///     What lies between rows is neither read nor written, and may be missing
  ///     after the last row.
  /// - Returns: The layout, whatever the numbers are; each call checks them.
  public static func rows(of classes: Int, stride: Int? = nil) -> Layout {
    Layout(arrangement: .rows(stride: stride), classes: classes)
  }

  /// Planes: all positions of a class side by side, one class after the other,
  /// as in N × C × H × W, where `positions` is H · W.
  ///
  /// That is PyTorch's `dim=1` of images. A `classes × n` matrix, with the classes
  /// on NumPy's axis 0, has n positions.
  ///
  /// A sample is a position. Samples are counted in the order N × H × W, in which
  /// the targets and the results of each sample lie, too.
  ///
  /// - Parameters:
  ///   - classes: The number of classes, 1 or more: a plane for each.
  ///   - positions: The number of elements of a plane, 1 or more.
  /// - Returns: The layout, whatever the numbers are; each call checks them.
  public static func planes(classes: Int, positions: Int) -> Layout {
    Layout(arrangement: .planes(positions: positions), classes: classes)
  }

  /// One sample: all elements are its logits.
  public static var oneRow: Layout {
    Layout(arrangement: .oneRow, classes: nil)
  }
}

extension Layout {
  /// The shape of a batch that lies so, of so many elements.
  ///
  /// - Throws: ``LogitsError`` if the layout makes no sense, or does not fit.
  package func shape(
    of count: Int, _ buffer: LogitsError.Buffer
  ) throws(LogitsError) -> BatchShape {
    let classes = classes ?? count
    guard classes >= 1 else { throw .noClasses(classes) }
    switch arrangement {
    case .oneRow:
      return BatchShape(samples: 1, classes: classes)
    case .rows(let stride):
      let stride = stride ?? classes
      guard stride >= classes else {
        throw .rowStrideTooSmall(rowStride: stride, classes: classes)
      }
      let samples = count / stride + (count % stride >= classes ? 1 : 0)
      let shape = BatchShape(
        samples: samples, classes: classes, rowStride: stride)
      guard try shape.extent().contains(count) else {
        throw .notWholeRows(buffer, count: count, classes: classes, stride)
      }
      return shape
    case .planes(let positions):
      guard positions >= 1 else { throw .noPositions(positions) }
      let (stack, overflow) = classes.multipliedReportingOverflow(by: positions)
      guard !overflow else {
        throw .sizeOverflow(samples: positions, rowStride: classes)
      }
      guard count % stack == 0 else {
        throw .notWholePlanes(
          buffer, count: count, classes: classes, positions: positions)
      }
      return BatchShape(
        outer: count / stack, classes: classes, positions: positions)
    }
  }
}
