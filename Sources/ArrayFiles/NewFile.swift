#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is written beside its place and takes it when it is complete.
///
/// Until ``commit()`` a file that was there before stays as it was. If the value
/// goes away without it, or a signal ends the process, nothing is left behind.
package struct NewFile: ~Copyable {
  private let path: String
  private let partialPath: String
  private let partialFile: PartialFile
  private let output: FileOutput

  /// - Throws: ``FileError`` if no file can be made in that directory, or the
  ///   path is that of anything but a file.
  package init(path: String) throws(FileError) {
    let place = try Self.place(of: path)
    let partialPath = "\(place).\(getpid()).partial"
    let partialFile = PartialFile(path: partialPath)
    let descriptor = Self.make(partialPath)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be written", path)
    }
    self.path = place
    self.partialPath = partialPath
    self.partialFile = partialFile
    output = FileOutput(descriptor: descriptor, name: path)
  }

  /// Where the file goes: through symbolic links, to what they lead to.
  ///
  /// A device has its name from the system, and a pipe is somebody's: they are
  /// not replaced.
  private static func place(of path: String) throws(FileError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path, "is a directory")
    default: throw FileError(path, "is not a regular file")
    }
    guard let place = realpath(path, nil) else { return path }
    defer { free(place) }
    return String(cString: place)
  }

  /// A new file's descriptor, or a negative number.
  ///
  /// It is none of the three standard ones, although they may be closed: what
  /// others write there must not get into the file.
  private static func make(_ path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard 0...STDERR_FILENO ~= descriptor else { return descriptor }
    defer { close(descriptor) }
    return fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
  }

  /// Appends bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try output.write(bytes)
  }

  /// Appends a text.
  package func write(_ text: String) throws {
    try output.write(text)
  }

  /// Puts the file in its place.
  package consuming func commit() throws(FileError) {
    guard fsync(output.descriptor) == 0, rename(partialPath, path) == 0 else {
      throw FileError(errnoOf: "cannot be written", output.name)
    }
  }

  deinit {
    close(output.descriptor)
    // After a commit there is nothing of that name.
    unlink(partialPath)
  }
}
