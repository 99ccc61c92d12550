/// How far the training is, on stderr where that is a terminal.
struct ProgressBar {
  private let isTerminal = stderrIsTerminal()

  /// Shows a part of 1.
  func show(_ part: Double, _ note: String) {
    guard isTerminal else { return }
    writeToStderr("\r\u{1b}[K\(bar(part, width: 30)) \(note)")
  }

  /// Wipes the bar off the terminal.
  func finish() {
    if isTerminal { writeToStderr("\r\u{1b}[K") }
  }
}
