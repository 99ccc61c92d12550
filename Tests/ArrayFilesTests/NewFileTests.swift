import ArrayFiles
import Foundation
import TestSupport
import Testing

@Suite struct NewFileTests {
  private func write(_ text: String, to file: borrowing NewFile) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in try file.write(bytes) }
  }

  @Test func aCommittedFileTakesItsPlace() throws {
    let folder = try TemporaryFolder()
    let url = URL(filePath: folder.path("a"))
    try Data("old".utf8).write(to: url)
    let file = try NewFile(path: url.path)
    try write("new ", to: file)
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
    try write("text", to: file)
    try file.commit()
    #expect(try String(contentsOf: url, encoding: .utf8) == "new text")
    #expect(try folder.names == ["a"])
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let url = URL(filePath: folder.path("a"))
    try Data("old".utf8).write(to: url)
    do {
      let file = try NewFile(path: url.path)
      try write("half", to: file)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
    #expect(try folder.names == ["a"])
  }

  @Test func placesThatCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    for place in [folder.path(""), folder.path("no/such/a")] {
      #expect(throws: FileError.self) { _ = try NewFile(path: place) }
    }
  }
}
