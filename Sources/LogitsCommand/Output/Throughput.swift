import Logits

/// How the work was done, and how fast.
struct Throughput {
  let execution: Execution
  /// From the first logit read to the last sum.
  let seconds: Double
  let samples: Int
  let bytes: Int

  private var backend: String { execution.backend.rawValue }
  private var instructionSet: String {
    execution.instructionSet?.rawValue ?? ""
  }
  private var threads: Int { execution.threads ?? 1 }
  private var samplesPerSecond: Double { Double(samples) / seconds }
  private var gigabytesPerSecond: Double { Double(bytes) / seconds / 1e9 }

  var fields: [String: JSONField] {
    [
      "backend": .text(backend),
      "instructionSet": .text(instructionSet),
      "threads": .count(threads),
      "seconds": .number(seconds),
      "samplesPerSecond": .number(samplesPerSecond),
      "gigabytesPerSecond": .number(gigabytesPerSecond),
    ]
  }

  var lines: [TextLine] {
    [
      ("backend", "\(backend), \(instructionSet)"),
      ("threads", "\(threads)"),
      ("time", decimal(seconds * 1000, 3) + " ms"),
      (
        "throughput",
        decimal(samplesPerSecond, 0) + " samples/s, "
          + decimal(gigabytesPerSecond, 2) + " GB/s"
      ),
    ]
  }
}
