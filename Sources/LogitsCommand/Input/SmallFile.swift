import ArrayFiles
import Foundation

/// The bytes of a file that is read whole.
///
/// - Parameters:
///   - path: The file.
///   - limit: The most that such a file has.
/// - Returns: The bytes.
/// - Throws: `FileError` if it cannot be read, or has more.
func contents(
  ofSmallFile path: String, limit: Int = 1 << 26
) throws(FileError) -> Data {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw FileError(errnoOf: "cannot be opened", path)
  }
  let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  let data: Data
  do {
    data = try file.read(upToCount: limit + 1) ?? Data()
  } catch {
    throw FileError(errnoOf: "cannot be read", path)
  }
  guard data.count <= limit else {
    throw FileError(path, "has more than \(limit >> 20) MB")
  }
  return data
}
