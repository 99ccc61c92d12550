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
  private let descriptor: Int32

  /// - Throws: ``FileError`` if no file can be made in that directory, or the
  ///   path is a directory.
  package init(path: String) throws(FileError) {
    if Folder.exists(path) {
      throw FileError(path, "is a directory")
    }
    let partialPath = "\(path).\(getpid()).partial"
    let partialFile = PartialFile(path: partialPath)
    let descriptor = open(
      partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be written", path)
    }
    self.path = path
    self.partialPath = partialPath
    self.partialFile = partialFile
    self.descriptor = descriptor
  }

  /// Appends bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = systemWrite(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(errnoOf: "cannot be written", path)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Puts the file in its place.
  package consuming func commit() throws(FileError) {
    guard fsync(descriptor) == 0, rename(partialPath, path) == 0 else {
      throw FileError(errnoOf: "cannot be written", path)
    }
  }

  deinit {
    close(descriptor)
    // After a commit there is nothing of that name.
    unlink(partialPath)
  }
}

// The method's own name hides the C library's.
private func systemWrite(
  _ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int
) -> Int {
  write(descriptor, start, count)
}
