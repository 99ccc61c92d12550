import Foundation
import Logits

/// Progress, throughput and remaining time, on stderr: only if it is a terminal
/// and the work takes longer than a second.
package struct ProgressBar {
  private static let width = 30

  private let total: Int
  private let bytes: Int
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let start = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?

  init(total: Int, bytes: Int) {
    self.total = total
    self.bytes = bytes
  }

  mutating func update(_ done: Int) {
    let now = ContinuousClock.now
    guard isTerminal, start.duration(to: now) > .seconds(1) else { return }
    // At most ten times a second.
    if let drawn, drawn.duration(to: now) < .milliseconds(100) { return }
    drawn = now
    draw(
      "\r\u{1b}[K"
        + Self.line(
          done: done, total: total, bytes: bytes,
          seconds: start.duration(to: now) / .seconds(1)))
  }

  /// Clears the bar.
  mutating func finish() {
    guard drawn != nil else { return }
    draw("\r\u{1b}[K")
    drawn = nil
  }

  /// A bar, the percentage that is done, the throughput and the time left.
  package static func line(
    done: Int, total: Int, bytes: Int, seconds: Double
  ) -> String {
    let (done, total) = total > 0 ? (done, total) : (1, 1)
    let fraction = Double(done) / Double(total)
    let filled = done * width / total
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: width - filled)
    let rate = fraction * Double(bytes) / seconds / 1e9
    let left = Int((seconds / fraction - seconds).rounded(.up))
    let time =
      left < 3600
      ? String(format: "%d:%02d", left / 60, left % 60)
      : String(format: "%d:%02d h", left / 3600, left / 60 % 60)
    return "\(bar) \(done * 100 / total) %  \(decimal(rate, 2)) GB/s  "
      + "\(time) left"
  }

  private func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
