import Foundation
import TestSupport
import Testing

/// Logits of any axes, against the formula for each sample.
@Suite struct AxesTests {
  /// 3 × 4 × 5, of which any axis may be the classes'.
  private let shape = [3, 4, 5]
  private let values = Eighths.values(60)

  /// The rows of logits whose classes are on an axis, in order of the samples.
  private func rows(_ axis: Int) -> [[Double]] {
    let after = shape[(axis + 1)...].reduce(1, *)
    let stack = shape[axis] * after
    return stride(from: 0, to: values.count, by: stack).flatMap { start in
      (0..<after).map { position in
        (0..<shape[axis]).map { values[start + $0 * after + position] }
      }
    }
  }

  private func loss(_ rows: [[Double]], _ targets: [Int]) -> Double {
    Textbook.mean(zip(rows, targets).map { -Textbook.logSoftmax($0)[$1] })
  }

  @Test(arguments: [0, 1, 2], ["<f4", "<f8", "<f2"])
  func anyAxisHasTheClasses(_ axis: Int, _ type: String) throws {
    let folder = try TemporaryFolder()
    let logits =
      switch type {
      case "<f2":
        try folder.write("x.npy", type, shape, Eighths.float16(values))
      case "<f4": try folder.write("x.npy", type, shape, values.map(Float.init))
      default: try folder.write("x.npy", type, shape, values)
      }
    let rows = rows(axis)
    let targets = rows.indices.map { $0 * 7 % shape[axis] }
    var labelShape = shape
    labelShape.remove(at: axis)
    let (classes, samples) = (shape[axis], rows.count)
    let expected = loss(rows, targets)
    for shape in [labelShape, [samples], [1] + labelShape, [samples, 1]] {
      let labels = try folder.write("y.npy", "<i8", shape, targets)
      for option in [axis, axis - 3] {
        let figures = try Figures(
          "evaluate", [logits, labels, "--class-axis", "\(option)"])
        #expect(isNear(figures["loss"], expected, 1e-6))
        #expect(figures["samples"] == Double(samples))
        #expect(figures["classes"] == Double(classes))
      }
    }
    // The last is the default.
    if axis == 2 {
      let labels = try folder.write("y.npy", "<i8", labelShape, targets)
      let figures = try Figures("evaluate", [logits, labels])
      #expect(isNear(figures["loss"], expected, 1e-6))
    }
  }

  /// The first classes alone, as of a padded vocabulary.
  @Test(arguments: [0, 1, 2], ["<f4", "<f8"])
  func firstClasses(_ axis: Int, _ type: String) throws {
    let folder = try TemporaryFolder()
    let logits =
      type == "<f4"
      ? try folder.write("x.npy", type, shape, values.map(Float.init))
      : try folder.write("x.npy", type, shape, values)
    let rows = rows(axis).map { Array($0[..<2]) }
    let targets = rows.indices.map { $0 % 2 }
    let labels = try folder.write("y.npy", "<i8", [rows.count], targets)
    let options = ["--class-axis", "\(axis)", "--classes", "2"]
    let figures = try Figures("evaluate", [logits, labels] + options)
    #expect(isNear(figures["loss"], loss(rows, targets), 1e-6))
    #expect(figures["classes"] == 2)
    let beyond = try folder.write(
      "z.npy", "<i8", [rows.count], targets.map { $0 + 1 })
    try expectFailure(
      ["evaluate", logits, beyond] + options,
      "\(beyond): row 1: label 2 is not a class from 0 to 1")
    try expectFailure(
      ["evaluate", logits, labels, "--classes", "6"],
      "\(logits): has 5 classes, fewer than 6")
  }

  /// Planes larger than a block of 4 MB, and blocks of many; also in two files.
  @Test(arguments: [[3, 2, 600_000], [90_000, 5, 7]])
  func blocksOfPlanes(_ shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let (classes, positions) = (shape[1], shape[2])
    let stack = classes * positions
    // Of each class, its number, and every seventh 0.
    func logit(_ index: Int) -> Float {
      index % 7 == 0 ? 0 : Float(index % stack / positions)
    }
    let logits = (0..<shape[0] * stack).map(logit)
    let targets = (0..<shape[0] * positions).map { UInt8($0 % classes) }
    let sum = targets.indices.reduce(0.0) { sum, sample in
      let start = sample / positions * stack + sample % positions
      let row = (0..<classes).map { Double(logits[start + $0 * positions]) }
      return sum - Textbook.logSoftmax(row)[Int(targets[sample])]
    }
    let labels = try folder.write(
      "y.npy", "|u1", [shape[0], positions], targets)
    let whole = try folder.write("x.npy", "<f4", shape, logits)
    let halves = [
      try folder.write(
        "a.npy", "<f4", [1] + shape[1...], Array(logits[..<stack])),
      try folder.write(
        "b.npy", "<f4", [shape[0] - 1] + shape[1...], Array(logits[stack...])),
    ]
    let options = [labels, "--class-axis", "1"]
    let figures = try Figures("evaluate", [whole] + options)
    #expect(isNear(figures["loss"], sum / Double(targets.count), 1e-6))
    #expect(
      try Figures("evaluate", halves + options).exact == figures.exact)
  }

  @Test func aSingleRow() throws {
    let folder = try TemporaryFolder()
    let row = Array(values[..<5])
    let logits = try folder.write("x.npy", "<f8", [5], row)
    for shape in [[], [1], [1, 1]] {
      let label = try folder.write("y.npy", "<i8", shape, [3])
      let figures = try Figures("evaluate", [logits, label])
      #expect(isNear(figures["loss"], -Textbook.logSoftmax(row)[3], 1e-13))
      #expect(figures["samples"] == 1)
    }
  }

  @Test func mismatches() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", shape, values)
    func refuse(_ shape: [Int], _ message: String) throws {
      let labels = try folder.write(
        "y.npy", "|u1", shape, [UInt8](repeating: 0, count: 20))
      try expectFailure(
        ["evaluate", logits, labels], "\(labels): " + message)
    }
    let needed = "and logits [3, 4, 5] in \(logits), which need labels of shape"
    try refuse([20], "labels have shape [20], \(needed) [3, 4]")
    try refuse([4, 3], "labels have shape [4, 3], \(needed) [3, 4]")
    try refuse([], "labels have shape [], \(needed) [3, 4]")
    try refuse(
      [4, 5],
      "labels have shape [4, 5], \(needed) [3, 4]; they fit with "
        + "--class-axis 0")
    let labels = try folder.write(
      "y.npy", "|u1", [12],
      [UInt8](
        repeating: 0, count: 12))
    for axis in ["3", "-4"] {
      try expectFailure(
        ["evaluate", logits, labels, "--class-axis", axis],
        "\(logits): logits of shape [3, 4, 5] have no axis \(axis)")
    }
    try expectFailure(
      ["evaluate", logits, logits, labels, "--class-axis", "0"],
      "\(logits): logits of shape [3, 4, 5] have no axis of samples to "
        + "concatenate files on; their classes are on axis 0")
    let scalar = try folder.write("s.npy", "<f8", [], [1.0])
    try expectFailure(
      ["evaluate", scalar, labels],
      "\(scalar): logits are a scalar; expected [samples, classes]")
    let wide = try folder.write(
      "w.npy", "<f8", [0, 1 << 40, 1 << 40, 2], [] as [Double])
    try expectFailure(
      ["evaluate", wide, labels], "\(wide): has a shape that overflows")
    let none = try folder.write("n.npy", "<f8", [2, 0, 3], [] as [Double])
    let noLabels = try folder.write("m.npy", "<i8", [2, 0], [] as [Int])
    #expect(try Figures("evaluate", [none, noLabels])["samples"] == 0)
    #expect(
      try CommandRun("evaluate", logits, labels, "--classes", "0").status == 64)
  }
}
