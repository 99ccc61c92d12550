import ArrayFiles
import CProcessState
import Foundation
import TestSupport
import Testing

/// A SIGBUS that is not from the pages of a mapped file; for those, see the
/// command's `TruncationTests`.
@Suite struct BusErrorTests {
  /// It has the effect it had before there were handlers.
  @Test func foreignMapping() throws {
    SignalHandlers.install()
    let folder = try TemporaryFolder()
    let path = try folder.write("z", bytes: [1, 2, 3])
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    let bytes = try #require(mmap(nil, 3, PROT_READ, MAP_SHARED, descriptor, 0))
    defer { munmap(bytes, 3) }
    ftruncate(descriptor, 0)
    let array = try StoredArray(
      path: folder.write("x.npy", "<f4", [2], [1, 2] as [Float]))
    let status = withExtendedLifetime(array) {
      run_in_child(
        { bytes in
          // Tests run with a handler that prints a backtrace.
          let nowhere = open("/dev/null", O_WRONLY)
          dup2(nowhere, STDOUT_FILENO)
          dup2(nowhere, STDERR_FILENO)
          return Int32(bytes?.load(as: UInt8.self) ?? 0)
        }, bytes, 60)
    }
    #expect(status == -SIGBUS)
  }
}
