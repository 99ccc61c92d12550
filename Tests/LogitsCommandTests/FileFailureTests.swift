#if os(Linux)
import Foundation
import TestSupport
import Testing

/// Files that the operating system refuses to open, or to let grow.
@Suite struct FileFailureTests {
  /// A limit does what a full disk does, and raises a signal that by default
  /// ends the process.
  @Test(arguments: [
    ["softmax", Digits.logits], ["evaluate", Digits.logits, Digits.labels],
  ])
  func aFileThatGrowsTooLarge(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let output = try folder.write("old.npy", bytes: [1, 2, 3])
    let option = arguments[0] == "evaluate" ? ["--per-sample"] : []
    // Of 512 bytes each, or 1,024 in some shells.
    let end = try RunningCommand(
      arguments + option + [output], script: #"ulimit -f 8; exec "$0" "$@""#
    ).end()
    #expect(end.reason == .exit(1))
    #expect(
      end.errors == "Error: \(output): cannot be written: File too large\n")
    #expect(try folder.names == ["old.npy"])
    #expect(try Data(contentsOf: URL(filePath: output)) == Data([1, 2, 3]))
  }

  /// Permissions do not hold for root, so it gives up what makes it so.
  private static let withoutPrivileges =
    geteuid() == 0
    ? #"exec setpriv --bounding-set=-all --inh-caps=-all "$0" "$@""#
    : #"exec "$0" "$@""#

  private static let canDropPrivileges =
    (try? RunningCommand(["info"], script: withoutPrivileges).end().reason)
    == .exit(0)

  @Test(
    .enabled(
      if: canDropPrivileges,
      "The tests run as root, and setpriv cannot take its privileges away."))
  func permissions() throws {
    let folder = try TemporaryFolder()
    let secret = try folder.write("x.npy", "<f4", [1, 2], [1, 2] as [Float])
    chmod(secret, 0)
    let locked = folder.path("locked")
    try FileManager.default.createDirectory(
      atPath: locked, withIntermediateDirectories: false)
    let old = "\(locked)/old.npy"
    try Data([1, 2, 3]).write(to: URL(filePath: old))
    chmod(locked, 0o555)
    defer { chmod(locked, 0o755) }
    for (arguments, message) in [
      (
        ["softmax", secret, folder.path("p.npy")],
        "\(secret): cannot be opened: Permission denied"
      ),
      (
        ["softmax", Digits.logits, old],
        "\(old): cannot be written: Permission denied"
      ),
    ] {
      let end = try RunningCommand(arguments, script: Self.withoutPrivileges)
        .end()
      #expect(end.reason == .exit(1))
      #expect(end.errors == "Error: \(message)\n")
    }
    #expect(try folder.names.sorted() == ["locked", "x.npy"])
    #expect(try Data(contentsOf: URL(filePath: old)) == Data([1, 2, 3]))
  }
}
#endif
