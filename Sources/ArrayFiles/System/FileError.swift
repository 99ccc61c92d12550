import CLibrary

/// Why a file cannot be used, in one line that names it.
public struct FileError: Error, CustomStringConvertible {
  /// The file's path, or what takes its place: a folder, a stream.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  package init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The reason is the operating system's message for `errno`.
  package init(errnoOf action: String, _ path: String) {
    self.init(path, "\(action): \(String(cString: strerror(errno)))")
  }

  /// No file at all.
  static var noPaths: FileError { FileError("no path", "names no file") }

  /// Both, on one line.
  public var description: String { "\(path): \(reason)".printable }
}

/// Why a file's header is invalid: the reason of a ``FileError``.
package struct HeaderError: Error, CustomStringConvertible {
  package let reason: String

  init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
