import Foundation
import TestSupport
import Testing

/// `logits head`, against `evaluate` of logits that a plain product makes.
@Suite struct HeadTests {
  private let samples = 60
  private let width = 7
  private let classes = 5

  private var features: [Double] { Eighths.values(samples * width) }
  private var weights: [Double] {
    Array(Eighths.values(classes * width + 9).dropFirst(9))
  }
  private let bias = [0.5, -1, 0, 2, 0.25]
  private var targets: [Int] { (0..<samples).map { $0 * 3 % classes } }

  private func logits(withBias: Bool) -> [Double] {
    (0..<samples).flatMap { row in
      (0..<classes).map { index in
        (0..<width).reduce(withBias ? bias[index] : 0) {
          $0 + features[row * width + $1] * weights[index * width + $1]
        }
      }
    }
  }

  /// All numbers are multiples of 1/64, and so small that products are exact.
  @Test(arguments: ["<f8", "<f4", "<f2"], [true, false])
  func figuresOfTheLogits(_ type: String, _ withBias: Bool) throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ shape: [Int], _ values: [Double]) throws
      -> String
    {
      switch type {
      case "<f8": try folder.write(name, type, shape, values)
      case "<f4": try folder.write(name, type, shape, values.map(Float.init))
      default: try folder.write(name, type, shape, Eighths.float16(values))
      }
    }
    let logits = logits(withBias: withBias)
    let (product, labels) = (
      type == "<f8"
        ? try folder.write("z.npy", "<f8", [3, 20, classes], logits)
        : try folder.write(
          "z.npy", "<f4", [3, 20, classes], logits.map(Float.init)),
      try folder.write("y.npy", "<i8", [3, 20], targets)
    )
    let files =
      try [
        write("x.npy", [3, 20, width], features),
        write("w.npy", [classes, width], weights),
      ] + (withBias ? [write("b.npy", [classes], bias)] : []) + [labels]
    for options in [
      [], ["--shift"], ["--ignore-index", "3", "--label-smoothing", "0.25"],
    ] {
      let head = try Figures("head", files + options)
      let evaluated = try Figures("evaluate", [product, labels] + options)
      #expect(head.exact == evaluated.exact)
    }
  }

  @Test func mismatches() throws {
    let folder = try TemporaryFolder()
    let x = try folder.write("x.npy", "<f8", [samples, width], features)
    let y = try folder.write("y.npy", "<i8", [samples], targets)
    func weight(_ shape: [Int]) throws -> String {
      try folder.write("w.npy", "<f8", shape, weights)
    }
    for shape in [[7, 5], [35], [5, 7, 1]] {
      let path = try weight(shape)
      try expectFailure(
        ["head", x, path, y],
        "\(path): weights have shape \(shape); the features in \(x) need "
          + "[classes, 7]")
    }
    let path = try weight([classes, width])
    let short = try folder.write("b.npy", "<f8", [4], Array(bias[..<4]))
    try expectFailure(
      ["head", x, path, short, y],
      "\(short): a bias of shape [4] and type 'float64'; expected [5], of a "
        + "floating-point type")
    let integers = try folder.write(
      "i.npy", "<i8", [5, 7], weights.map(Int.init))
    try expectFailure(
      ["head", x, integers, y],
      "\(integers): weights have type 'int64'; expected a floating-point type")
    let beyond = try folder.write(
      "z.npy", "<i8", [samples], targets.map { $0 + 1 })
    try expectFailure(
      ["head", x, path, beyond], containing: "is not a class from 0 to 4")
    #expect(try CommandRun("head", x, y).status == 64)
  }
}
