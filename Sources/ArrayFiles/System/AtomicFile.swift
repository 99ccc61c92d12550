import CLibrary

/// A file that is written under a temporary name, and renamed when it is
/// complete.
///
/// Until ``commit()``, an existing file of that name stays as it was. If the
/// value goes away without it, or a signal ends the process, the temporary file
/// is removed.
package struct AtomicFile: ~Copyable {
  private let path: String
  private let partialPath: String
  private let partialFile: PartialFile
  private let output: FileOutput

  /// - Throws: ``FileError`` if the file cannot be created, or the path is that
  ///   of something other than a regular file.
  package init(path: String) throws(FileError) {
    let target = try Self.target(of: path)
    let partialPath = "\(target).\(getpid()).partial"
    let partialFile = PartialFile(path: partialPath)
    let descriptor = Self.create(partialPath)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be written", path)
    }
    self.path = target
    self.partialPath = partialPath
    self.partialFile = partialFile
    output = FileOutput(descriptor: descriptor, name: path)
  }

  /// The path to replace, with symbolic links resolved.
  ///
  /// Devices and pipes belong to others, so they are not replaced.
  private static func target(of path: String) throws(FileError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path, "is a directory")
    default: throw FileError(path, "is not a regular file")
    }
    guard let target = realpath(path, nil) else { return path }
    defer { free(target) }
    return String(cString: target)
  }

  /// The new file's descriptor, or a negative number.
  ///
  /// Never one of the three standard ones, although they may be closed: what is
  /// written to those streams must not end up in the file.
  private static func create(_ path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard 0...STDERR_FILENO ~= descriptor else { return descriptor }
    defer { close(descriptor) }
    return fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try output.write(bytes)
  }

  package func write(_ text: String) throws {
    try output.write(text)
  }

  /// Gives the file its final name.
  package consuming func commit() throws(FileError) {
    guard fsync(output.descriptor) == 0, rename(partialPath, path) == 0 else {
      throw FileError(errnoOf: "cannot be written", output.name)
    }
  }

  deinit {
    close(output.descriptor)
    // Does nothing after a commit.
    unlink(partialPath)
  }
}
