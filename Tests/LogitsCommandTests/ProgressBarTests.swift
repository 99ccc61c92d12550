import LogitsCommand
import Testing

@Suite struct ProgressBarTests {
  private func line(
    _ done: Int, of total: Int, bytes: Int = 1, seconds: Double = 1
  ) -> String {
    ProgressBar.line(done: done, total: total, bytes: bytes, seconds: seconds)
  }

  @Test(arguments: [0.5, 2, 1000])
  func halfWay(_ seconds: Double) {
    let line = line(5, of: 10, bytes: Int(seconds * 5e9), seconds: seconds)
    let bar =
      String(repeating: "█", count: 15) + String(repeating: "░", count: 15)
    #expect(line.hasPrefix("\(bar) 50 %  2.50 GB/s  "))
  }

  /// Always 30 wide; both are rounded down.
  @Test func barAndPercent() {
    for done in 1...100 {
      let line = line(done, of: 100)
      let filled = line.prefix { $0 == "█" }.count
      let empty = line.dropFirst(filled).prefix { $0 == "░" }.count
      #expect(filled == done * 30 / 100)
      #expect(filled + empty == 30)
      #expect(line.contains(" \(done) %  "))
    }
    #expect(line(999_999, of: 1_000_000).contains(" 99 %  "))
    #expect(line(1, of: 1_000_000).contains("░ 0 %  "))
  }

  @Test func bytesPerSecond() {
    // A quarter of 8 GB in 4 s.
    #expect(
      line(1, of: 4, bytes: 8_000_000_000, seconds: 4).contains(" 0.50 GB/s "))
    #expect(line(1, of: 4, bytes: 0, seconds: 4).contains(" 0.00 GB/s "))
  }

  /// The first half took as long as the second will.
  @Test(arguments: [
    (1.0, "0:01"), (9.2, "0:10"), (59, "0:59"), (60, "1:00"), (61.5, "1:02"),
    (3599, "59:59"), (3599.5, "1:00 h"), (3600, "1:00 h"), (3659, "1:00 h"),
    (3660, "1:01 h"), (36_000, "10:00 h"), (360_060, "100:01 h"),
  ])
  func timeLeft(_ seconds: Double, _ text: String) {
    #expect(line(1, of: 2, seconds: seconds).hasSuffix("  \(text) left"))
  }

  @Test func finished() {
    for total in [0, 7] {
      let line = line(total, of: total, bytes: 3_000_000_000, seconds: 2)
      #expect(
        line == String(repeating: "█", count: 30)
          + " 100 %  1.50 GB/s  0:00 left")
    }
  }
}
