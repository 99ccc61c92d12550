import ArrayFiles
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test func commitReplacesTheOldFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a", bytes: Array("old".utf8))
    let file = try AtomicFile(path: path)
    try file.write("new ")
    #expect(try text(path) == "old")
    try Array("text".utf8).withUnsafeBytes { bytes in try file.write(bytes) }
    try file.commit()
    #expect(try text(path) == "new text")
    #expect(try folder.names == ["a"])
  }

  @Test func withoutCommitTheOldFileStays() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a", bytes: Array("old".utf8))
    do {
      let file = try AtomicFile(path: path)
      try file.write("half")
    }
    #expect(try text(path) == "old")
    #expect(try folder.names == ["a"])
  }

  @Test func pathsThatCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path(""), folder.path("no/such/a")] {
      #expect(throws: FileError.self) { _ = try AtomicFile(path: path) }
    }
  }

  /// Only regular files are replaced, never a device.
  @Test func pipesAndDevicesStay() throws {
    let folder = try TemporaryFolder()
    let (pipe, device) = (folder.path("pipe"), folder.path("null"))
    mkfifo(pipe, 0o600)
    try FileManager.default.createSymbolicLink(
      atPath: device, withDestinationPath: "/dev/null")
    for path in [pipe, device] {
      #expect {
        _ = try AtomicFile(path: path)
      } throws: {
        "\($0)" == "\(path): is not a regular file"
      }
    }
    #expect(try folder.names.sorted() == ["null", "pipe"])
  }

  /// The new file replaces the link's target, not the link.
  @Test func throughASymbolicLink() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let target = try elsewhere.write("a", bytes: Array("old".utf8))
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: target)
    let file = try AtomicFile(path: link)
    try file.write("new")
    #expect(try folder.names == ["link"])
    try file.commit()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    #expect(try text(target) == "new")
    #expect(try elsewhere.names == ["a"])
  }
}
