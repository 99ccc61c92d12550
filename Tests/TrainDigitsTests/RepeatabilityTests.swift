import Logits
import Testing
import TrainDigits

/// The same bits in every run, and on any number of threads.
@Suite struct RepeatabilityTests {
  /// All that training leaves.
  private struct Result: Equatable {
    let history: [Training.Losses]
    let logits: [Double]
  }

  private func network(_ execution: Execution, seed: UInt64 = 7) throws
    -> Result
  {
    let digits = try Digits<Float>(folder: Shipped.digits)
    var generator = SplitMix64(seed: seed)
    var model = try Network<Float>(using: &generator, execution: execution)
    let history = try Training(epochs: 3, rate: 0.01).run(
      &model, on: digits, using: &generator)
    return Result(
      history: history,
      logits: try model.logits(digits.heldOut).map(Double.init))
  }

  private func regression(_ execution: Execution, seed: UInt64 = 7) throws
    -> Result
  {
    let digits = try Digits<Double>(folder: Shipped.digits)
    var generator = SplitMix64(seed: seed)
    var model = try LogisticRegression<Double>(
      samples: digits.training.count, execution: execution)
    let history = try Training(epochs: 3, rate: 0.05).run(
      &model, on: digits, using: &generator)
    _ = try model.converge(on: digits.training, limit: 100)
    return Result(history: history, logits: try model.logits(digits.heldOut))
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

  @Test func anotherSeedIsAnotherTraining() throws {
    let one = try (network(.automatic), regression(.automatic))
    let other = try (
      network(.automatic, seed: 8), regression(.automatic, seed: 8)
    )
    #expect(one.0 != other.0)
    #expect(one.1 != other.1)
  }
}
