import CAllocationCounter
import CLogits
import Foundation
import Testing

/// What calls share: messages, threads, the heap.
@Suite(.serialized) struct ProcessTests {
  @Test func everyThreadHasItsMessage() {
    #expect(logits_softmax_f32(nil, 1, 3, nil) != 0)
    let mine = "logits: a null pointer"
    #expect(String(cString: logits_error_message()) == mine)
    let (before, after) = onAnotherThread {
      let before = String(cString: logits_error_message())
      _ = logits_softmax_f32(nil, -5, 3, nil)
      return (before, String(cString: logits_error_message()))
    }
    #expect(before == "")
    #expect(after == "the number of samples is negative: -5")
    #expect(String(cString: logits_error_message()) == mine)
    // A success leaves it.
    #expect(logits_softmax_f32(nil, 0, 3, nil) == 0)
    #expect(String(cString: logits_error_message()) == mine)
  }

  private func onAnotherThread(
    _ body: @escaping @Sendable () -> (String, String)
  ) -> (String, String) {
    final class Box: @unchecked Sendable { var value = ("", "") }
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      box.value = body()
      done.signal()
    }
    thread.start()
    done.wait()
    return box.value
  }

  @Test func anyNumberOfThreadsGivesTheSameBits() {
    let (samples, classes) = (600, 1000)
    let logits = (0..<samples * classes).map { Float($0 % 977) / 64 }
    var expected = [Float](repeating: 0, count: logits.count)
    logits_set_thread_count(1)
    #expect(logits_softmax_f32(logits, 600, 1000, &expected) == 0)
    for threads in [0, -1, 2, 3, .max, .min] as [Int64] {
      logits_set_thread_count(threads)
      var output = [Float](repeating: 0, count: logits.count)
      #expect(logits_softmax_f32(logits, 600, 1000, &output) == 0)
      #expect(output == expected, "\(threads) threads")
    }
    logits_set_thread_count(0)
  }

  @Test func version() throws {
    let version = try #require(logits_version())
    #expect(version == logits_version())
    #expect(String(cString: version).wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
  }

  /// Other tests allocate meanwhile: the least of many rounds is the call's.
  @Test(.enabled(if: allocation_counter_works()))
  func nothingIsAllocated() {
    let logits = [Float](repeating: 1, count: 5000)
    let targets = [Int64](repeating: 1, count: 50)
    var output = logits
    var predictions = targets
    var losses = [Double](repeating: 0, count: 50)
    var options = logits_options.zeros
    options.label_smoothing = 0.1
    options.temperature = 2
    func expectNoAllocation(
      sourceLocation: SourceLocation = #_sourceLocation, _ call: () -> CInt
    ) {
      #expect(call() == 0, sourceLocation: sourceLocation)
      var least = Int.max
      let start = ContinuousClock.now
      while least > 0, start.duration(to: .now) < .seconds(60) {
        let before = allocation_count()
        _ = call()
        least = min(least, allocation_count() - before)
      }
      #expect(least == 0, sourceLocation: sourceLocation)
    }
    expectNoAllocation { logits_softmax_f32(logits, 50, 100, &output) }
    expectNoAllocation { logits_log_softmax_f32(logits, 50, 100, &output) }
    expectNoAllocation { logits_argmax_f32(logits, 50, 100, &predictions) }
    for reduction in [0, 1, 2] as [Int32] {
      options.reduction = reduction
      expectNoAllocation {
        logits_cross_entropy_f32(logits, targets, 50, 100, &options, &losses)
      }
      expectNoAllocation {
        logits_cross_entropy_gradient_f32(
          logits, targets, 50, 100, &options, &output, &losses)
      }
    }
    expectNoAllocation {
      logits_cross_entropy_f32(logits, targets, 50, 100, nil, &losses)
    }
  }
}
