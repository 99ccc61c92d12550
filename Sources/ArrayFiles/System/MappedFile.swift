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

  /// - Parameter path: `-` is standard input.
  /// - Throws: ``FileError`` if the file cannot be read, or is not a regular file.
  init(path: String) throws(FileError) {
    let isStandardInput = path == "-"
    let descriptor =
      isStandardInput ? try StandardInput.spooled() : try Self.open(path)
    let path = isStandardInput ? StandardInput.name : path
    self.path = path
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

  /// Numbers in memory, which take a file's place.
  init(copying numbers: [Double], of file: MappedFile) throws(HeaderError) {
    path = file.path
    count = numbers.count * MemoryLayout<Double>.stride
    let memory = mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      start = nil
      throw HeaderError("needs \(count) bytes of memory")
    }
    start = memory
    numbers.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(start: memory, count: count)
        .copyMemory(from: $0)
    }
  }

  private static func open(_ path: String) throws(FileError) -> Int32 {
    // Nonblocking, so that a pipe is rejected and not waited for.
    let descriptor = CLibrary.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError(errnoOf: "cannot be opened", path)
    }
    return descriptor
  }

  deinit {
    watch = nil
    if let start { munmap(start, count) }
  }

  /// All bytes of the file, valid as long as this value lives.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Some of them.
  func bytes(from start: Int, _ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
  }

  /// Whether the name is that of text; a stream has none.
  var isText: Bool {
    path == StandardInput.name
      || [".csv", ".tsv", ".txt"].contains { path.hasSuffix($0) }
  }
}
