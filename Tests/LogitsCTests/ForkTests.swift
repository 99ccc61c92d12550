import CLogits
import CProcessState
import Foundation
import TestSupport
import Testing

/// A child process has none of its parent's threads, and still works with
/// several.
@Suite(.serialized) struct ForkTests {
  /// On rows; on a layer, whose products OpenBLAS may compute.
  enum Kind: CaseIterable { case rows, layer }

  /// What the parent has computed, and memory for the child to do it again:
  /// a child of a process with threads should allocate nothing.
  private final class Work {
    static let (samples, features, classes) = (400, 100, 1000)

    let kind: Kind
    private let input: CMemory<Float>
    private let weight = CMemory(
      (0..<classes * features).map { Float($0 % 971) / 640 })
    private let targets = CMemory((0..<samples).map { Int64($0) })
    /// What was computed first, and what is computed again.
    private let first: Results
    private let again: Results

    private struct Results {
      let gradient: CMemory<Float>
      let loss = CMemory([0.0])

      func equal(_ other: Results) -> Bool {
        gradient.buffer.elementsEqual(other.gradient.buffer)
          && loss.buffer[0] == other.loss.buffer[0]
      }
    }

    init(_ kind: Kind) {
      self.kind = kind
      let length = kind == .rows ? Self.classes : Self.features
      let rows = (0..<Self.samples * length).map { Float($0 % 977) / 64 }
      input = CMemory(rows)
      first = Results(gradient: CMemory(rows))
      again = Results(gradient: CMemory(rows))
    }

    /// Computes with the threads that are set; whether that went well.
    func compute(_ backend: logits_backend = LOGITS_BACKEND_AUTOMATIC) -> Bool {
      compute(first, backend)
    }

    /// Whether the same comes out once more, several times.
    func repeats() -> Bool {
      (0..<20).allSatisfy { _ in compute(again) && again.equal(first) }
    }

    private func compute(
      _ results: Results, _ backend: logits_backend = LOGITS_BACKEND_AUTOMATIC
    ) -> Bool {
      var options = logits_options.zeros
      options.backend = Int32(backend.rawValue)
      return switch kind {
      case .rows:
        logits_cross_entropy(
          input.input, logits_rows(Int64(Self.classes)), targets.input,
          &options, results.loss.output, results.gradient.output) == 0
      case .layer:
        logits_linear_cross_entropy(
          input.input, logits_rows(Int64(Self.features)), weight.input,
          logits_none(), targets.input, &options, results.loss.output,
          results.gradient.output, logits_none_out(), logits_none_out()) == 0
      }
    }
  }

  /// As long as a child that does not hang could ever need.
  private static let seconds: UInt32 = 60

  private func resultInChild(_ work: Work) -> CInt {
    run_in_child(
      { context in
        guard let context else { return 2 }
        let work = Unmanaged<Work>.fromOpaque(context).takeUnretainedValue()
        return work.repeats() ? 0 : 1
      },
      Unmanaged.passUnretained(work).toOpaque(), Self.seconds)
  }

  @Test(arguments: Kind.allCases)
  func aChildWorksWithSeveralThreads(_ kind: Kind) {
    logits_set_thread_count(3)
    defer { logits_set_thread_count(0) }
    let work = Work(kind)
    #expect(work.compute())
    #expect(work.repeats())
    for _ in 0..<5 {
      #expect(resultInChild(work) == 0)
      // And so does the parent, still.
      #expect(work.repeats())
    }
  }

  /// The child finds the library as it was in the middle of other calls.
  @Test(arguments: Kind.allCases)
  func aChildOfAProcessThatIsComputingWorks(_ kind: Kind) {
    logits_set_thread_count(3)
    defer { logits_set_thread_count(0) }
    let work = Work(kind)
    #expect(work.compute())
    let busy = Kind.allCases.map { Busy($0) }
    for _ in 0..<10 { #expect(resultInChild(work) == 0) }
    for thread in busy { thread.stop() }
  }

  /// Nor does a child wait for a library that another thread was about to open.
  @Test func aChildOfAProcessThatOpensOpenBLASWorks() async {
    await #expect(processExitsWith: .success) {
      let work = Work(.layer)
      // What a process makes once is made, but for OpenBLAS.
      precondition(work.compute(LOGITS_BACKEND_SWIFT))
      let opened = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        // Fails where there is none.
        _ = Work(.rows).compute(LOGITS_BACKEND_OPENBLAS)
        opened.signal()
      }
      for _ in 0..<20 {
        let status = run_in_child(
          { context in
            guard let context else { return 2 }
            let work = Unmanaged<Work>.fromOpaque(context)
              .takeUnretainedValue()
            return work.compute() ? 0 : 1
          }, Unmanaged.passUnretained(work).toOpaque(), Self.seconds)
        precondition(status == 0)
      }
      opened.wait()
    }
  }

  /// A thread that keeps the library's threads at work.
  private final class Busy: @unchecked Sendable {
    private let lock = NSLock()
    private let ended = DispatchSemaphore(value: 0)
    private var goesOn = true

    init(_ kind: Kind) {
      Thread.detachNewThread { [self] in
        let work = Work(kind)
        while lock.withLock({ goesOn }) {
          _ = work.compute()
        }
        ended.signal()
      }
    }

    func stop() {
      lock.withLock { goesOn = false }
      ended.wait()
    }
  }
}
