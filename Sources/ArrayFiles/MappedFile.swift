import CLibrary

/// A file that is memory-mapped as long as this value lives.
///
/// If it is truncated in that time, reading what is gone raises SIGBUS; see
/// ``WatchedMapping``.
final class MappedFile: Sendable {
  let path: String
  private nonisolated(unsafe) let start: UnsafeMutableRawPointer?
  let count: Int
  private nonisolated(unsafe) var watch: WatchedMapping?

  /// - Throws: ``FileError`` if the file cannot be read, or is not a regular file.
  init(path: String) throws(FileError) {
    self.path = path
    // Nonblocking, so that a pipe is rejected below and not waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be opened", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(errnoOf: "cannot be read", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path, "is not a regular file")
    }
    count = Int(status.st_size)
    guard count > 0 else {
      start = nil
      return
    }
    start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard start != MAP_FAILED else {
      throw FileError(errnoOf: "cannot be mapped", path)
    }
    madvise(start, count, MADV_SEQUENTIAL)
    watch = WatchedMapping(bytes, path: path)
  }

  deinit {
    watch = nil
    if let start { munmap(start, count) }
  }

  /// All bytes of the file, valid as long as this value lives.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count)
  }
}
