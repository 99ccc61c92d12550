import ArrayFiles
import Logits

/// How the axes of stored logits become samples × classes: one is the classes',
/// and all others are the samples'.
struct LogitsShape: Equatable {
  /// The extent of each axis; a single class has an axis of its own.
  private(set) var axes: [Int]
  private let classAxis: Int
  /// The classes of a sample.
  private(set) var classes: Int
  /// Whether there is one logit per sample, for class 1 of two.
  let isBinary: Bool

  /// - Parameters:
  ///   - array: Logits; those of several files have their samples on axis 0.
  ///   - format: Which axis is the classes', and how many of them are read.
  ///   - labels: The number of labels, if there are any: as many as logits on a
  ///     single axis say that each of these is a sample.
  ///   - takesBinary: Whether the single logit of a sample is that of class 1, and
  ///     0 that of class 0.
  /// - Throws: `FileError` if there is no such axis, or no class.
  init(
    of array: ConcatenatedArray, _ format: InputFormat,
    labels: () throws -> Int?, takesBinary: Bool
  ) throws {
    var axes = array.shape
    let path = array.parts[0].array.path
    guard !axes.isEmpty else {
      throw FileError(path, "logits are a scalar; expected [samples, classes]")
    }
    if axes.count == 1, format.classAxis == nil, try labels() == axes[0] {
      axes.append(1)
    }
    let axis = format.classAxis ?? -1
    classAxis = axis < 0 ? axes.count + axis : axis
    guard axes.indices.contains(classAxis) else {
      throw FileError(path, "logits of shape \(axes) have no axis \(axis)")
    }
    let stored = axes[classAxis]
    guard stored > 0 else { throw FileError(path, "logits have no classes") }
    let read = format.classes ?? stored
    guard read <= stored else {
      throw FileError(path, "has \(stored) classes, fewer than \(read)")
    }
    guard classAxis > 0 || array.parts.count == 1 else {
      throw FileError(
        path,
        "logits of shape \(array.parts[0].array.shape) have no axis of samples "
          + "to concatenate files on; their classes are on axis 0")
    }
    // A shape with a 0 has no elements, however large the other extents are.
    guard axes.product(ofAll: { max($0, 1) }) != nil else {
      throw FileError(path, "has a shape that overflows")
    }
    self.axes = axes
    isBinary = stored == 1 && takesBinary
    classes = isBinary ? 2 : read
  }

  /// The same samples with other classes.
  func withClasses(_ classes: Int) -> LogitsShape {
    var shape = self
    shape.axes[classAxis] = classes
    shape.classes = classes
    return shape
  }

  /// The extents of the samples' axes.
  var sampleAxes: [Int] {
    var axes = axes
    axes.remove(at: classAxis)
    return axes
  }

  /// The extents of a result for each class that is read.
  var results: [Int] {
    var axes = axes
    axes[classAxis] = classes
    return axes
  }

  var samples: Int { sampleAxes.reduce(1, *) }

  /// The samples of some indices of axis 0, along which files are concatenated.
  func samples(ofFirstAxis indices: Range<Int>) -> Range<Int> {
    guard classAxis > 0 else { return 0..<samples }
    let each = sampleAxes.dropFirst().reduce(1, *)
    return indices.lowerBound * each..<indices.upperBound * each
  }

  /// The classes of a sample that are stored, of which the first are read.
  private var storedClasses: Int { axes[classAxis] }
  private var readClasses: Int { isBinary ? 1 : classes }

  /// The samples that lie side by side: all axes behind the classes'.
  var positions: Int { axes[(classAxis + 1)...].reduce(1, *) }

  /// The elements from one index of the axes before the classes' to the next:
  /// those of ``positions`` samples.
  var stackElements: Int { storedClasses * positions }

  /// Whether a block can have one stack only, as there is no layout of planes
  /// with a gap between the last class and the next stack.
  var hasGapsInPlanes: Bool { positions > 1 && readClasses < storedClasses }

  /// The number of elements to read for so many stacks.
  func elements(ofStacks count: Int) -> Int {
    count == 1 ? readClasses * positions : count * stackElements
  }

  /// Where samples lie that are a block, or a part of one with whole stacks.
  func elements(of samples: Range<Int>) -> Range<Int> {
    guard !samples.isEmpty else { return 0..<0 }
    let start = samples.lowerBound / positions * stackElements
    return start..<start + elements(ofStacks: samples.count / positions)
  }

  /// The elements from row to row, unless classes lie in planes.
  var rowStride: Int? { positions == 1 ? storedClasses : nil }

  /// How what is stored lies.
  var layout: Layout {
    rowStride.map { .rows(of: readClasses, stride: $0) }
      ?? .planes(classes: readClasses, positions: positions)
  }

  /// Where what is stored of a sample lies in a block, class by class.
  func indices(ofSample sample: Int) -> ClassPlaces {
    let (stack, position) = sample.quotientAndRemainder(dividingBy: positions)
    let first = stack * stackElements + position
    return ClassPlaces(from: first, by: positions, count: readClasses)
  }

  /// Where the result for a sample's first class lies in those of a block; the
  /// next ones are ``positions`` apart.
  func resultIndex(ofSample sample: Int) -> Int {
    let (stack, position) = sample.quotientAndRemainder(dividingBy: positions)
    return stack * classes * positions + position
  }
}

extension LogitsShape {
  /// What a reader has to know, as a line of a report.
  var lines: [TextLine] {
    isBinary ? [("binary", "a logit per sample, for class 1 of two")] : []
  }
}

extension Collection<Int> {
  /// The product, or `nil` if it overflows.
  fileprivate func product(ofAll extent: (Int) -> Int) -> Int? {
    var product = 1
    for element in self {
      let (next, overflow) = product.multipliedReportingOverflow(
        by: extent(element))
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
