import CLibrary

/// What comes from a pipe: it is kept in a temporary file without a name, and read
/// like any other.
enum StandardInput {
  /// Its name in messages.
  static let name = "standard input"

  /// A descriptor of the file, which is the caller's to close.
  ///
  /// Whoever asks again gets the same file: a stream can be read once.
  static func spooled() throws(FileError) -> Int32 {
    let descriptor = fcntl(try file.get(), F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be read", name)
    }
    return descriptor
  }

  private static let file = Result { () throws(FileError) in try spool() }

  private static func spool() throws(FileError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/logits.XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be kept", folder)
    }
    unlink(template)
    do throws(FileError) {
      try copy(to: FileOutput(descriptor: descriptor, name: folder))
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func copy(to output: FileOutput) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(errnoOf: "cannot be read", name) }
      guard count > 0 else { return }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
