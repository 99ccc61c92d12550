#if os(Linux)
import Foundation
import Testing

/// The number of threads if the process may not use all processors.
@Suite struct ThreadLimitTests {
  private static let taskset = ["/usr/bin/taskset", "/bin/taskset"]
    .first(where: FileManager.default.isExecutableFile)

  /// The first processor that this process may run on.
  private func firstProcessor() throws -> String {
    let status = try String(
      contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first {
      $0.hasPrefix("Cpus_allowed_list:")
    }
    let list = try #require(line?.split(separator: "\t").last)
    return String(list.prefix { $0.isNumber })
  }

  @Test(.enabled(if: taskset != nil, "taskset is not installed."))
  func oneProcessorIsOneThread() throws {
    let taskset = try #require(Self.taskset)
    let run = try CommandRun(
      ["info"], launcher: [taskset, "-c", firstProcessor()])
    #expect(run.status == 0)
    #expect(run.output.contains("\nprocessors        1\n"))
    #expect(run.output.hasSuffix(", 1 threads\n"))
  }
}
#endif
