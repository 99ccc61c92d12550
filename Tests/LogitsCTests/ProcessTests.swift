import CAllocationCounter
import CLogits
import Foundation
import TestSupport
import Testing

/// What calls share: messages, threads, the heap.
@Suite(.serialized) struct ProcessTests {
  private static func fail(_ classes: Int64) -> String {
    let memory = CMemory<Float>([0])
    _ = logits_softmax(
      memory.input, logits_rows(classes), nil, memory.output)
    return String(cString: logits_error_message())
  }

  @Test func everyThreadHasItsMessage() {
    let mine = "a row must have at least 1 class, not 0"
    #expect(Self.fail(0) == mine)
    let (before, after) = onAnotherThread {
      (String(cString: logits_error_message()), Self.fail(-5))
    }
    #expect(before == "")
    #expect(after == "a row must have at least 1 class, not -5")
    #expect(String(cString: logits_error_message()) == mine)
    // A success leaves it.
    #expect(Self.fail(1) == mine)
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
    let logits = CMemory((0..<600_000).map { Float($0 % 977) / 64 })
    func output(_ options: logits_options = .zeros) -> [Float] {
      let output = CMemory([Float](repeating: 0, count: 600_000))
      withUnsafePointer(to: options) {
        #expect(
          logits_softmax(logits.input, logits_rows(1000), $0, output.output)
            == 0)
      }
      return output.elements
    }
    logits_set_thread_count(1)
    let expected = output()
    for threads in [0, -1, 2, 3, .max, .min] as [Int64] {
      logits_set_thread_count(threads)
      #expect(output() == expected, "\(threads) threads")
    }
    for threads in [0, 1, 2, 3, .max] as [Int32] {
      var options = logits_options.zeros
      options.threads = threads
      #expect(output(options) == expected, "\(threads) threads of a call")
    }
    logits_set_thread_count(0)
  }

  @Test func version() throws {
    let version = try #require(logits_version())
    #expect(version == logits_version())
    #expect(String(cString: version) == LOGITS_VERSION)
  }

  /// Other tests allocate meanwhile: the least of many rounds is the call's.
  @Test(
    .enabled(if: allocation_counter_works()), arguments: CFunction.allCases)
  func nothingIsAllocated(_ function: CFunction) {
    let weights = CMemory<Float>([1, 2, 3, 4])
    let outputWeights = CMemory<Float>([1, 2, 3])
    let workspace = CMemory<UInt8>([UInt8](repeating: 0, count: 64 << 20))
    for reduces in [true, false] {
      var call = CheckedCall(function, .float, reduces: reduces)
      defer { call.deallocate() }
      call.options.label_smoothing = 0.1
      call.options.class_weights = weights.input
      if function.isLinear {
        call.options.class_weights = outputWeights.input
        call.options.workspace = UnsafeMutableRawPointer(
          workspace.buffer.baseAddress)
        call.options.workspace_size = Int64(workspace.buffer.count)
      }
      let (arguments, options) = (call.arguments, call.options)
      let least = withUnsafePointer(to: options) { options in
        var arguments = arguments
        arguments.options = options
        return leastAllocations { function.call(arguments) }
      }
      #expect(least == 0, "\(function)")
    }
  }

  private func leastAllocations(_ call: () -> CInt) -> Int {
    #expect(call() == 0)
    var least = Int.max
    let start = ContinuousClock.now
    while least > 0, start.duration(to: .now) < .seconds(20) {
      let before = allocation_count()
      _ = call()
      least = min(least, allocation_count() - before)
    }
    return least
  }
}
