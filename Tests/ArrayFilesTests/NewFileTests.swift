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

  /// Nothing but a file is replaced: a device, above all, could be.
  @Test func whatIsNoFileStays() throws {
    let folder = try TemporaryFolder()
    let (pipe, device) = (folder.path("pipe"), folder.path("null"))
    mkfifo(pipe, 0o600)
    try FileManager.default.createSymbolicLink(
      atPath: device, withDestinationPath: "/dev/null")
    for path in [pipe, device] {
      #expect {
        _ = try NewFile(path: path)
      } throws: {
        "\($0)" == "\(path): is not a regular file"
      }
    }
    #expect(try folder.names.sorted() == ["null", "pipe"])
  }

  /// The new file takes the place of what a link leads to, not of the link.
  @Test func throughASymbolicLink() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let target = try elsewhere.write("a", bytes: Array("old".utf8))
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: target)
    let file = try NewFile(path: link)
    try write("new", to: file)
    #expect(try folder.names == ["link"])
    try file.commit()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    #expect(
      try String(contentsOf: URL(filePath: target), encoding: .utf8) == "new")
    #expect(try elsewhere.names == ["a"])
  }
}
