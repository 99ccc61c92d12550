import CLibrary

/// An open file to write to; a write that is not complete is an error.
package struct FileOutput: Sendable {
  /// Unlike `print`, reports a full disk or a closed pipe.
  package static let standard = FileOutput(
    descriptor: STDOUT_FILENO, name: "standard output")

  /// Writes a line to stderr of what a reader should know.
  package static func note(_ text: String) { tell("Note: \(text)") }

  /// Writes a line to stderr of what may be wrong.
  package static func warn(_ text: String) { tell("Warning: \(text)") }

  /// That nobody reads it is no error.
  private static func tell(_ text: String) {
    let stream = FileOutput(
      descriptor: STDERR_FILENO, name: "standard error")
    try? stream.write(text.printable + "\n")
  }

  let descriptor: Int32
  /// The file's name in messages.
  let name: String

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = systemWrite(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(errnoOf: "cannot be written", name)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  package func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

// The method's own name hides the C library's.
private func systemWrite(
  _ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int
) -> Int {
  write(descriptor, start, count)
}
