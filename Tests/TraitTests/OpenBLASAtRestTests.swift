#if os(Linux) && OpenBLAS
import Foundation
import Logits
import Testing

/// OpenBLAS is there when it has something to do, and not before.
///
/// It is opened once, so each test is a process.
@Suite struct OpenBLASAtRestTests {
  private static var isLoaded: Bool {
    dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD) != nil
  }

  private static func threadCount() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }

  private static func require(_ condition: Bool) { precondition(condition) }

  /// Of 256 columns no part is narrow, of up to 64 all are.
  private static func product(
    _ length: Int, _ execution: Execution = Execution(threads: 1)
  ) throws -> [UInt32] {
    let matrix = (0..<length * length).map { Float($0 * 7919 % 1009) / 64 }
    var outputs = matrix
    try linear(
      matrix, .rows(of: length), weight: matrix, into: &outputs,
      execution: execution)
    return outputs.map(\.bitPattern)
  }

  /// Rows of any length and narrow products do not load it, and nobody's threads
  /// are started; a product that is not narrow does.
  @Test func rowsDoNotLoadIt() async {
    await #expect(processExitsWith: .success) {
      let threads = try Self.threadCount()
      let execution = Execution(threads: 1)
      for classes in [10, 100, 50_000] {
        let logits = [Float](repeating: 1, count: 2 * classes)
        _ = try softmax(logits, .rows(of: classes), execution: execution)
        _ = try CrossEntropy().loss(
          logits, .rows(of: classes), targets: [0, 1], execution: execution)
      }
      _ = try CrossEntropy().linearLoss(
        [Float](repeating: 1, count: 200), .rows(of: 2),
        weight: [Float](repeating: 1, count: 400),
        targets: [Int](repeating: 1, count: 100), execution: execution)
      _ = try Self.product(64)
      _ = try Execution.automatic.resolved()
      Self.require(!Self.isLoaded)
      try Self.require(Self.threadCount() == threads)

      _ = try Self.product(65)
      Self.require(Self.isLoaded)
    }
  }

  /// To ask for it by name loads it.
  @Test func itsNameLoadsIt() async {
    await #expect(processExitsWith: .success) {
      _ = try Execution(backend: .swift).resolved()
      Self.require(!Self.isLoaded)
      _ = try Execution(backend: .openBLAS).resolved()
      Self.require(Self.isLoaded)
    }
  }

  /// Where it cannot be opened, Swift computes, and who asks for it by name is
  /// told why.
  @Test func cannotBeOpened() async {
    await #expect(processExitsWith: .success) {
      // No file can be opened from here on.
      let files = CInt(RLIMIT_NOFILE.rawValue)
      var limit = rlimit()
      Self.require(getrlimit(files, &limit) == 0)
      limit.rlim_cur = 0
      Self.require(setrlimit(files, &limit) == 0)
      let products = try Self.product(256)
      let swift = Execution(backend: .swift, threads: 1)
      let expected = try Self.product(256, swift)
      Self.require(products == expected)
      Self.require(Backend.available == [.swift])
      Self.require(OpenBLASBuild.current == nil)
      do throws(LogitsError) {
        _ = try Execution(backend: .openBLAS).resolved()
        preconditionFailure()
      } catch {
        Self.require(
          error.description.hasPrefix(
            "OpenBLAS cannot be used here: libopenblas.so.0: "))
      }
    }
  }

  /// Several threads may be the first at the same time.
  @Test func severalThreadsOpenIt() async {
    await #expect(processExitsWith: .success) {
      let results = try await withThrowingTaskGroup(of: [UInt32].self) {
        group in
        for _ in 0..<8 { group.addTask { try Self.product(256) } }
        return try await group.reduce(into: [[UInt32]]()) { $0.append($1) }
      }
      let expected = try Self.product(
        256, Execution(backend: .openBLAS, threads: 1))
      Self.require(results.allSatisfy { $0 == expected })
    }
  }
}
#endif
