import CLogits
import CProcessState
import Foundation
import Testing

/// A child process has none of its parent's threads, and works with several all
/// the same.
@Suite(.serialized) struct ForkTests {
  /// What the parent has computed, and memory for the child to do it again:
  /// a child of a process with threads should allocate nothing.
  private final class Work {
    static let (samples, classes) = (400, 1000)

    let logits = (0..<samples * classes).map { Float($0 % 977) / 64 }
    let targets = (0..<samples).map { Int64($0) }
    var gradient = [Float](repeating: 0, count: samples * classes)
    var loss = 0.0
    var again = [Float](repeating: 0, count: samples * classes)

    /// The gradient with the threads that are set, and whether it could be
    /// computed.
    func compute(
      _ gradient: inout [Float], _ loss: inout Double
    ) -> Bool {
      logits_cross_entropy_gradient_f32(
        logits, targets, Int64(Self.samples), Int64(Self.classes), nil,
        &gradient, &loss) == 0
    }

    /// Whether the same comes out once more, several times.
    func repeats() -> Bool {
      (0..<20).allSatisfy { _ in
        var loss = 0.0
        return compute(&again, &loss) && again == gradient && loss == self.loss
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

  @Test func aChildWorksWithSeveralThreads() {
    logits_set_thread_count(3)
    defer { logits_set_thread_count(0) }
    let work = Work()
    #expect(work.compute(&work.gradient, &work.loss))
    #expect(work.repeats())
    for _ in 0..<5 {
      #expect(resultInChild(work) == 0)
      // And so does the parent, still.
      #expect(work.repeats())
    }
  }

  /// The child finds the library as it was in the middle of another call.
  @Test func aChildOfAProcessThatIsComputingWorks() {
    logits_set_thread_count(3)
    defer { logits_set_thread_count(0) }
    let work = Work()
    #expect(work.compute(&work.gradient, &work.loss))
    let busy = Busy()
    busy.start()
    for _ in 0..<10 { #expect(resultInChild(work) == 0) }
    busy.stop()
  }

  /// A thread that keeps the library's threads at work.
  private final class Busy: @unchecked Sendable {
    private let lock = NSLock()
    private let ended = DispatchSemaphore(value: 0)
    private var goesOn = true

    func start() {
      Thread.detachNewThread { [self] in
        let work = Work()
        while lock.withLock({ goesOn }) {
          _ = work.compute(&work.gradient, &work.loss)
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
