import ArrayFiles
import Foundation
import Testing

@Suite struct NewFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "swift-logits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
  }

  private func write(_ text: String, to file: borrowing NewFile) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in try file.write(bytes) }
  }

  @Test func aCommittedFileTakesItsPlace() throws {
    let url = folder.appending(path: "a")
    try Data("old".utf8).write(to: url)
    let file = try NewFile(path: url.path)
    try write("new ", to: file)
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
    try write("text", to: file)
    try file.commit()
    #expect(try String(contentsOf: url, encoding: .utf8) == "new text")
    #expect(try names == ["a"])
    try FileManager.default.removeItem(at: folder)
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    let url = folder.appending(path: "a")
    try Data("old".utf8).write(to: url)
    do {
      let file = try NewFile(path: url.path)
      try write("half", to: file)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
    #expect(try names == ["a"])
    try FileManager.default.removeItem(at: folder)
  }

  @Test func placesThatCannotBeWritten() {
    #expect(throws: FileError.self) { _ = try NewFile(path: folder.path) }
    #expect(throws: FileError.self) {
      _ = try NewFile(path: folder.appending(path: "no/such/a").path)
    }
  }
}
