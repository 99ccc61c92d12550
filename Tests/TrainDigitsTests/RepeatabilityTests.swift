import Logits
import TestSupport
import Testing
import TrainDigits

/// The same bits in every run, and on any number of threads.
@Suite struct RepeatabilityTests {
  /// All that training leaves.
  private struct Result<Scalar: LogitScalar>: Equatable {
    let losses: [Double]
    let logits: [Scalar]
  }

  private func network(_ execution: Execution, seed: UInt64 = 7) throws
    -> Result<Float>
  {
    let digits = try Digits<Float>(folder: Fixtures.path("Digits"))
    var random = RandomNumbers(seed: seed)
    var model = Network(using: &random, execution: execution)
    let losses = try model.train(digits.training, epochs: 3, using: &random)
    return Result(losses: losses, logits: try model.logits(digits.heldOut))
  }

  private func regression(_ execution: Execution) throws -> Result<Double> {
    let digits = try Digits<Double>(folder: Fixtures.path("Digits"))
    var model = LogisticRegression(execution: execution)
    let (_, objective, norm) = try model.fit(digits.training, limit: 100)
    return Result(
      losses: [objective, norm], logits: try model.logits(digits.heldOut))
  }

  @Test(arguments: Backend.available)
  func anyNumberOfThreads(_ backend: Backend) throws {
    let one = Execution(backend: backend, threads: 1)
    let (network, regression) = (try network(one), try regression(one))
    for threads in [1, 2, 5] {
      let several = Execution(backend: backend, threads: threads)
      #expect(try self.network(several) == network)
      #expect(try self.regression(several) == regression)
    }
  }

  @Test func anotherSeedIsAnotherNetwork() throws {
    #expect(try network(.automatic) != network(.automatic, seed: 8))
  }
}
