import Foundation
import Shapes

// Tables, in Markdown, of what the benchmarks exported: ns per element, the
// time of a call, GB/s, and the ratio to naive.

func decimal(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

func title(_ shape: Shape) -> String {
  shape.name.replacing("-25%", with: ", 25 % ignored")
}

let measurements = try Measurements(files: CommandLine.arguments.dropFirst())

print("| operation | shape | way | ns/element | μs | GB/s | × naive |")
print("|---|---|---|--:|--:|--:|--:|")
// A softmax reads 4 bytes of an element and writes 4, a loss reads them.
for (operation, bytes) in [
  ("softmax", 8.0), ("log-softmax", 8), ("cross-entropy", 4),
  ("cross-entropy-of-BFloat16", 2), ("gradient", 8), ("evaluation", 4),
] {
  for shape in Shape.ofRows {
    for row in measurements.rows(operation, shape) {
      let perElement = row.nanoseconds / Double(shape.count)
      print(
        "| \(operation.replacing("-of-", with: " of ")) "
          + "| \(title(shape)) | \(row.way) "
          + "| \(decimal(perElement, 2)) | \(decimal(row.nanoseconds / 1e3, 2)) "
          + "| \(decimal(bytes / perElement, 1)) | \(decimal(row.ratio, 1)) |")
    }
  }
}

print("\n| shape | way | evaluation ÷ cross-entropy |\n|---|---|--:|")
for shape in Shape.ofRows {
  let losses = measurements.rows("cross-entropy", shape)
  for evaluation in measurements.rows("evaluation", shape) {
    guard let loss = losses.first(where: { $0.way == evaluation.way }) else {
      continue
    }
    let ratio = evaluation.nanoseconds / loss.nanoseconds
    print("| \(title(shape)) | \(evaluation.way) | \(decimal(ratio, 2)) |")
  }
}

print("\n| operation | shape | way | ms | GFLOP/s | × naive |")
print("|---|---|---|--:|--:|--:|")
// One product of matrices, and three.
for (operation, products) in [
  ("linear", 1.0), ("linear-loss", 1), ("linear-gradient", 3),
] {
  for shape in Shape.ofLayers {
    let operations = products * 2 * Double(shape.count * (shape.features ?? 1))
    for row in measurements.rows(operation, shape) {
      print(
        "| \(operation.replacing("-", with: " ")) | \(shape.name) "
          + "| \(row.way) | \(decimal(row.nanoseconds / 1e6, 3)) "
          + "| \(decimal(operations / row.nanoseconds, 0)) "
          + "| \(decimal(row.ratio, 1)) |")
    }
  }
}
