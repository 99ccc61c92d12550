import CLogits
import CProcessState
import Foundation
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
    let input: [Float]
    let weight = (0..<classes * features).map { Float($0 % 971) / 640 }
    let targets = (0..<samples).map { Int64($0) }
    var gradient: [Float]
    var loss = 0.0
    var again: [Float]

    init(_ kind: Kind) {
      self.kind = kind
      let length = kind == .rows ? Self.classes : Self.features
      input = (0..<Self.samples * length).map { Float($0 % 977) / 64 }
      gradient = input
      again = input
    }

    /// The gradient with the threads that are set, and whether it could be
    /// computed.
    func compute(
      _ gradient: inout [Float], _ loss: inout Double
    ) -> Bool {
      let (samples, classes) = (Int64(Self.samples), Int64(Self.classes))
      switch kind {
      case .rows:
        return logits_cross_entropy_gradient_f32(
          input, targets, samples, classes, nil, &gradient, &loss) == 0
      case .layer:
        return logits_linear_cross_entropy_gradient_f32(
          input, weight, nil, targets, samples, Int64(Self.features), classes,
          nil, 0, &gradient, nil, nil, &loss) == 0
      }
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

  @Test(arguments: Kind.allCases)
  func aChildWorksWithSeveralThreads(_ kind: Kind) {
    logits_set_thread_count(3)
    defer { logits_set_thread_count(0) }
    let work = Work(kind)
    #expect(work.compute(&work.gradient, &work.loss))
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
    #expect(work.compute(&work.gradient, &work.loss))
    let busy = Kind.allCases.map { Busy($0) }
    for _ in 0..<10 { #expect(resultInChild(work) == 0) }
    for thread in busy { thread.stop() }
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
