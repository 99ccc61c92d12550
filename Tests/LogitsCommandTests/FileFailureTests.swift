#if os(Linux)
import Foundation
import TestSupport
import Testing

/// Files that cannot be opened or written.
@Suite struct FileFailureTests {
  /// The limit has the effect of a full disk, and raises a signal that ends the
  /// process by default.
  @Test(arguments: [
    ["softmax", Digits.logits], ["evaluate", Digits.logits, Digits.labels],
  ])
  func tooLargeFile(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let output = try folder.write("old.npy", bytes: [1, 2, 3])
    let option = arguments[0] == "evaluate" ? ["--per-sample"] : []
    // In units of 512 bytes, or 1,024 in some shells.
    let end = try RunningCommand(
      arguments + option + [output], script: #"ulimit -f 8; exec "$0" "$@""#
    ).end()
    #expect(end.reason == .exit(1))
    #expect(
      end.errors == "Error: \(output): cannot be written: File too large\n")
    #expect(try folder.names == ["old.npy"])
    #expect(try contents(of: output) == Data([1, 2, 3]))
  }

  /// Permissions do not apply to root, so it drops its capabilities.
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
    #expect(try contents(of: old) == Data([1, 2, 3]))
  }
}
#endif
