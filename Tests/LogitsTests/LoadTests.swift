#if os(Linux)
import Foundation
import Logits
import TestSupport
import Testing

/// 64 threads that call at once, in a process of their own: every result is
/// right, and memory does not grow.
@Suite struct LoadTests {
  @Test func manyCallersAtOnce() async {
    let process = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let load = try Load(callers: 64)
      let first = load.run()
      // At first, threads make pages of the allocator their own; a leak grows
      // in every round.
      for round in 1...5 {
        let before = try residentBytes()
        let calls = load.run(for: .seconds(Soak.isOn ? 60 : 1))
        let growth = try residentBytes() - before
        print("load: \(first) and \(calls) calls, \(growth) bytes more")
        if growth < 4 << 20 { break }
        #expect(round < 5, "\(growth) bytes more in a round")
      }
      #expect(load.failures == [])
    }
    if Soak.isOn, let process {
      print(String(decoding: process.standardOutputContent, as: UTF8.self))
    }
  }
}

private func residentBytes() throws -> Int {
  let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    .split(separator: " ")[1]
  return try #require(Int(pages)) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
#endif
