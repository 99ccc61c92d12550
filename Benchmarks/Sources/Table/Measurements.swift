import Foundation
import Shapes

/// What rounds of the benchmarks exported (JMH's format).
struct Measurements {
  private struct Result: Decodable {
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

  /// Of one way to run an operation: the time of a call, and how many times
  /// longer the naive one takes.
  struct Row {
    let way: String
    let nanoseconds: Double
    let ratio: Double
  }

  private static let ways = [
    "naive", "openBLAS", "portable", "x86-64-v3", "x86-64-v4",
    "x86-64-v4-bf16", "all_threads",
  ]

  /// Operation, shape, way → a time for each round.
  private var rounds: [[String]: [Double]] = [:]

  init(files: some Sequence<String>) throws {
    for path in files {
      let data = try Data(contentsOf: URL(filePath: path))
      for result in try JSONDecoder().decode([Result].self, from: data) {
        guard let time = result.medianNanoseconds else { continue }
        rounds[result.words, default: []].append(time)
      }
    }
  }

  /// The ways that were measured: the median over the rounds of each round's
  /// median time.
  func rows(_ operation: String, _ shape: Shape) -> [Row] {
    func time(_ way: String) -> Double? {
      rounds[[operation, shape.name, way]].map {
        median($0) / (shape.isShort ? 1_000 : 1)
      }
    }
    guard let naive = time("naive") else { return [] }
    return Self.ways.compactMap { way in
      time(way).map {
        Row(
          way: way.replacing("_", with: " "), nanoseconds: $0,
          ratio: naive / $0)
      }
    }
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let half = sorted.count / 2
  return sorted.count % 2 == 1
    ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
