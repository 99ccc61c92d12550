import ArrayFiles
import Foundation

/// The names of the classes: a file with one a line.
struct ClassNames {
  let names: [String]

  /// - Throws: `FileError` unless there is a name for each class.
  init(path: String, classes: Int) throws(FileError) {
    let text = String(
      decoding: try contents(ofSmallFile: path), as: UTF8.self)
    var lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last == "" { lines.removeLast() }
    guard lines.count == classes else {
      throw FileError(
        path, "has \(lines.count) lines for the names of \(classes) classes")
    }
    names = lines.map(String.init)
  }
}
