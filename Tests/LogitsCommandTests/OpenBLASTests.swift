#if canImport(Glibc) && OpenBLAS
import Foundation
import TestSupport
import Testing

/// The command opens OpenBLAS if it is asked for it, and says why it cannot.
@Suite struct OpenBLASTests {
  private let digits = ["evaluate", Digits.logits, Digits.labels]

  /// The libraries that a run loads, as the dynamic linker says.
  private func libraries(of arguments: [String]) throws -> [Substring] {
    let run = try CommandRun(
      arguments, launcher: ["/usr/bin/env", "LD_DEBUG=files"])
    #expect(run.status == 0)
    return run.errors.matches(of: /calling init: (.+)/).map(\.1)
  }

  private func isLoaded(by arguments: [String]) throws -> Bool {
    let libraries = try libraries(of: arguments)
    #expect(libraries.contains { $0.hasSuffix("/libc.so.6") })
    return libraries.contains { $0.contains("libopenblas") }
  }

  @Test func rowsLeaveItAlone() throws {
    #expect(try !isLoaded(by: digits))
    #expect(try !isLoaded(by: digits + ["--backend", "swift"]))
    #expect(try isLoaded(by: digits + ["--backend", "openblas"]))
  }

  /// A library of its name that is none, or that is another one.
  @Test func cannotBeUsed() throws {
    let other = try #require(
      libraries(of: ["info"]).first { $0.hasSuffix("/libm.so.6") })
    for (content, reason) in [
      (Data("OpenBLAS".utf8), "file too short"),
      (Data(repeating: 7, count: 5000), "invalid ELF header"),
      (try contents(of: String(other)), "it has no cblas_sasum"),
    ] {
      let folder = try TemporaryFolder()
      for name in ["libopenblas.so.0", "libopenblas.so"] {
        _ = try folder.write(name, bytes: [UInt8](content))
      }
      let launcher = ["/usr/bin/env", "LD_LIBRARY_PATH=\(folder.path(""))"]
      let run = try CommandRun(
        digits + ["--backend", "openblas"], launcher: launcher)
      #expect(run.status == 1)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("Error: OpenBLAS cannot be used here: "))
      #expect(run.errors.hasSuffix("\(reason)\n"), "\(run.errors)")
      #expect(try CommandRun(digits, launcher: launcher).status == 0)
      let info = try CommandRun(["info"], launcher: launcher)
      #expect(info.output.contains("\nbackends          swift\n"))
      #expect(info.output.contains(reason))
    }
  }
}
#endif
