import Logits
import TestSupport
import Testing
import TrainDigits

@Suite struct NetworkTests {
  @Test func isRightForNearlyAllHeldOut() throws {
    let digits = try Digits<Float>(folder: Fixtures.path("Digits"))
    var random = RandomNumbers(seed: 1)
    var network = Network(using: &random)
    let before = try evaluate(network.logits, digits.heldOut)
    #expect(before.accuracy < 0.5)
    let losses = try network.train(digits.training, using: &random)
    #expect(losses.count == 60)
    // Of smoothed labels, 0.1 of them: their entropy is the least.
    #expect(losses.allSatisfy { $0 > 0.5 })
    #expect(losses[59] < losses[0])
    let after = try evaluate(network.logits, digits.heldOut)
    #expect(after.samples == 898)
    #expect(after.accuracy >= 0.97)
  }
}
