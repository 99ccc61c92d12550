import Logits
import Testing
import TrainDigits

@Suite struct NetworkTests {
  @Test func isRightForNearlyAllHeldOut() throws {
    let digits = try Digits<Float>(folder: Shipped.digits)
    var generator = SplitMix64(seed: 1)
    var network = try Network<Float>(using: &generator)
    let before = EvaluationSummary(of: try network.evaluate(digits.heldOut))
    #expect(before.accuracy < 0.5)
    let history = try Training.ofNetwork.run(
      &network, on: digits, using: &generator)
    #expect(history.count == Training.ofNetwork.epochs)
    let after = EvaluationSummary(of: try network.evaluate(digits.heldOut))
    #expect(after.samples == 898)
    #expect(after.accuracy >= 0.97)
    // The last losses are those of the network as it is.
    #expect(history.last?.heldOut == (try network.loss(digits.heldOut)))
    #expect(history.last?.training == (try network.loss(digits.training)))
  }
}
