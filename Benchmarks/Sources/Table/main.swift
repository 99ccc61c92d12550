import Foundation

// Reads what rounds of the benchmarks exported (JMH's format) and prints a
// table in Markdown: the median over the rounds of each round's median time,
// as ns per element, GB/s, and the ratio to naive.

struct Result: Decodable {
  struct Metric: Decodable {
    let scoreUnit: String
    let scorePercentiles: [String: Double]
  }

  /// `package.target.operation_samples×classes_way`.
  let benchmark: String
  let secondaryMetrics: [String: Metric]

  var words: [String] {
    (benchmark.split(separator: ".").last ?? "")
      .split(separator: "_", maxSplits: 2).map(String.init)
  }

  var medianNanoseconds: Double? {
    guard let time = secondaryMetrics["Time (wall clock)"],
      let median = time.scorePercentiles["50.0"]
    else { return nil }
    let units = ["ns": 1, "μs": 1e3, "ms": 1e6, "s": 1e9]
    return units[time.scoreUnit].map { $0 * median }
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let half = sorted.count / 2
  return sorted.count % 2 == 1
    ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

func decimal(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

/// Operation, shape, way → a time for each round.
var rounds: [[String]: [Double]] = [:]
for path in CommandLine.arguments.dropFirst() {
  let data = try Data(contentsOf: URL(filePath: path))
  for result in try JSONDecoder().decode([Result].self, from: data) {
    guard let time = result.medianNanoseconds else { continue }
    rounds[result.words, default: []].append(time)
  }
}

let ways = [
  "naive", "openBLAS", "portable", "x86-64-v3", "x86-64-v4", "all_threads",
]

/// A way that was measured: its name, its time, and how many times longer the
/// naive one takes.
func measured(
  _ operation: String, _ shape: String
) -> [(way: String, nanoseconds: Double, ratio: Double)] {
  guard let naive = rounds[[operation, shape, "naive"]].map(median) else {
    return []
  }
  return ways.compactMap { way in
    rounds[[operation, shape, way]].map(median).map {
      (way.replacing("_", with: " "), $0, naive / $0)
    }
  }
}

print("| operation | shape | way | ns/element | GB/s | × naive |")
print("|---|---|---|--:|--:|--:|")
// A softmax reads 4 bytes of an element and writes 4, a loss reads them.
for (operation, bytes) in [
  ("softmax", 8.0), ("cross-entropy", 4), ("cross-entropy-of-BFloat16", 2),
  ("gradient", 8), ("evaluation", 4),
] {
  for (samples, classes) in [
    (65_536, 10), (16_384, 100), (4_096, 1_000), (512, 32_000),
    (128, 128_256), (32, 1_000),
  ] {
    for (way, time, ratio) in measured(operation, "\(samples)×\(classes)") {
      let perElement = time / Double(samples * classes)
      print(
        "| \(operation.replacing("-of-", with: " of ")) "
          + "| \(samples)×\(classes) | \(way) "
          + "| \(decimal(perElement, 2)) | \(decimal(bytes / perElement, 1)) "
          + "| \(decimal(ratio, 1)) |")
    }
  }
}

print("\n| operation | shape | way | ms | GFLOP/s | × naive |")
print("|---|---|---|--:|--:|--:|")
// One product of matrices, and three.
for (operation, products) in [
  ("linear", 1.0), ("linear-loss", 1), ("linear-gradient", 3),
] {
  for (samples, features, classes) in [
    (4_096, 64, 10), (2_048, 256, 1_000), (512, 768, 4_096),
  ] {
    let shape = "\(samples)×\(features)×\(classes)"
    let operations = products * 2 * Double(samples * features * classes)
    for (way, time, ratio) in measured(operation, shape) {
      print(
        "| \(operation.replacing("-", with: " ")) | \(shape) | \(way) "
          + "| \(decimal(time / 1e6, 3)) | \(decimal(operations / time, 0)) "
          + "| \(decimal(ratio, 1)) |")
    }
  }
}
