#if canImport(Glibc) && OpenBLAS
import Foundation
import TestSupport
import Testing

/// The command opens OpenBLAS if it is asked for it, and says why it cannot.
@Suite struct OpenBLASTests {
  private let digits = ["evaluate", Digits.logits, Digits.labels]

  /// Whether a run loads it, as the dynamic linker says.
  private func isLoaded(by arguments: [String]) throws -> Bool {
    let run = try CommandRun(
      arguments, launcher: ["/usr/bin/env", "LD_DEBUG=files"])
    #expect(run.status == 0)
    #expect(run.errors.contains("calling init: "))
    return run.errors.contains("libopenblas")
  }

  @Test func rowsLeaveItAlone() throws {
    #expect(try !isLoaded(by: digits))
    #expect(try !isLoaded(by: digits + ["--backend", "swift"]))
    #expect(try isLoaded(by: digits + ["--backend", "openblas"]))
  }

  /// A library of its name that is none, or that is another one.
  @Test func cannotBeUsed() throws {
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    let other = try #require(
      maps.split(whereSeparator: \.isWhitespace).first {
        $0.hasSuffix("/libm.so.6")
      })
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
