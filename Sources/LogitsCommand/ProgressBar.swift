import Foundation

/// How much of the work is done, on stderr, where that is a terminal and the
/// work takes longer than a second.
struct ProgressBar {
  private static let width = 40

  private let total: Int
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let start = ContinuousClock.now
  private var drawn: Int?

  init(total: Int) {
    self.total = total
  }

  mutating func update(_ done: Int) {
    guard isTerminal, start.duration(to: .now) > .seconds(1) else { return }
    let percent = done * 100 / max(total, 1)
    guard percent != drawn else { return }
    drawn = percent
    let filled = Self.width * percent / 100
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.width - filled)
    draw("\r\(bar) \(percent) %")
  }

  /// Wipes the bar off the terminal.
  mutating func finish() {
    guard drawn != nil else { return }
    draw("\r\u{1b}[K")
    drawn = nil
  }

  private func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
