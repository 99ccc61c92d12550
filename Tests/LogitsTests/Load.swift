import Foundation
import Logits
import Synchronization
import TestSupport

/// Threads that call one operation after the other, on batches of their own.
final class Load: Sendable {
  private let callers: [Caller]
  private let found = Mutex<[String]>([])

  init(callers: Int) throws {
    self.callers = try (0..<callers).map { try Caller($0) }
  }

  /// What went wrong.
  var failures: [String] { found.withLock { $0 } }

  /// The number of calls that all threads have made in this time, or each call
  /// once.
  func run(for duration: Duration? = nil) -> Int {
    let end = duration.map { ContinuousClock.now + $0 }
    let calls = Atomic(0)
    let threads = DispatchGroup()
    for caller in callers {
      threads.enter()
      Thread.detachNewThread {
        var call = 0
        while end.map({ ContinuousClock.now < $0 })
          ?? (call < caller.calls.count)
        {
          if let failure = caller.failure(ofCall: call) {
            self.found.withLock { $0.append(failure) }
          }
          call += 1
        }
        calls.wrappingAdd(call, ordering: .relaxed)
        threads.leave()
      }
    }
    threads.wait()
    return calls.load(ordering: .relaxed)
  }
}

/// The calls of one thread, with the digests of what they should give.
private final class Caller: @unchecked Sendable {
  typealias Call = (name: String, expected: Int, digest: () throws -> Int)

  private(set) var calls: [Call] = []

  /// Some have work for several threads.
  init(_ number: Int) throws {
    let tables = Execution.tables
    let table = tables[number % tables.count]
    let shapes = [(1, 1_000), (27_000, 10), (3, 10), (30, 900), (2, 5_000)]
    let shape = shapes[number % shapes.count]
    func memory<Logit: TestLogit>() throws -> RowMemory<Logit> {
      try RowMemory(OperationBatch(samples: shape.0, classes: shape.1))
    }
    switch number % 4 {
    case 0: try add(RowOperations<Float>.allVaried, memory(), table)
    case 1: try add(RowOperations<Double>.allVaried, memory(), table)
    case 2:
      try add(RowOperations<BFloat16>.ofAnyLogitsVaried, memory(), table)
    default:
      let shape = LinearShape(samples: 120, features: 70, classes: 200)
      try add(
        LayerOperations<Float>.allVaried, LayerMemory<Float>(shape), table)
    }
  }

  private func add<Memory>(
    _ operations: [TestOperation<Memory>], _ memory: Memory, _ table: Execution
  ) throws {
    var execution = table
    execution.threads = 3
    for operation in operations {
      let expected = try memory.digest(of: operation, table)
      calls.append(
        (
          operation.name, expected,
          { [execution] in try memory.digest(of: operation, execution) }
        ))
    }
  }

  func failure(ofCall number: Int) -> String? {
    let call = calls[number % calls.count]
    do {
      return try call.digest() == call.expected ? nil : call.name
    } catch {
      return "\(call.name): \(error)"
    }
  }
}
