import Logits

/// Where the work ran, and how fast.
struct Speed {
  let execution: Execution
  /// From the first logit read to the last sum.
  let seconds: Double
  let samples: Int
  let bytes: Int

  private var backend: String { execution.backend.rawValue }
  private var instructionSet: String {
    execution.instructionSet?.rawValue ?? ""
  }
  private var samplesPerSecond: Double { Double(samples) / seconds }
  private var gigabytesPerSecond: Double { Double(bytes) / seconds / 1e9 }

  var fields: [String: JSONField] {
    [
      "backend": .text(backend),
      "instructionSet": .text(instructionSet),
      "threads": .count(execution.threads ?? 1),
      "seconds": .number(seconds),
      "samplesPerSecond": .number(samplesPerSecond),
      "gigabytesPerSecond": .number(gigabytesPerSecond),
    ]
  }

  func add(to report: inout TextReport) {
    report.add("backend", "\(backend), \(instructionSet)")
    report.add("threads", "\(execution.threads ?? 1)")
    report.add("time", decimal(seconds * 1000, 3) + " ms")
    report.add(
      "speed",
      decimal(samplesPerSecond, 0) + " samples/s, "
        + decimal(gigabytesPerSecond, 2) + " GB/s")
  }
}
