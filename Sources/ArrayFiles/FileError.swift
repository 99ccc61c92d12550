import CLibrary

/// Why a file cannot be used, in one line that names it.
package struct FileError: Error, CustomStringConvertible {
  package let path: String
  package let reason: String

  package init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The reason is the operating system's message for `errno`.
  init(errnoOf action: String, _ path: String) {
    self.init(path, "\(action): \(String(cString: strerror(errno)))")
  }

  package var description: String { "\(path): \(reason)".printable }
}

/// Why a file's header is invalid: the reason of a ``FileError``.
package struct HeaderError: Error, CustomStringConvertible {
  package let reason: String

  init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
