import CLogits
import Foundation
import TestSupport
import Testing

/// The temperature of the softmax and of its logarithm, against plain sums.
@Suite struct TemperatureTests {
  @Test(arguments: [0.25, 1, 3, 1e15])
  func dividesTheLogits(_ temperature: Double) {
    let x = [0.5, -2, 3, 1, 0, -1]
    let logits = CMemory(x)
    let (p, l) = (CMemory(x), CMemory(x))
    var options = logits_options.zeros
    options.temperature = temperature
    #expect(
      Outcome(logits_softmax(logits.input, logits_rows(3), &options, p.output))
        == .ok)
    #expect(
      Outcome(
        logits_log_softmax(logits.input, logits_rows(3), &options, l.output))
        == .ok)
    for row in [0..<3, 3..<6] {
      let sum = row.reduce(0) { $0 + exp(x[$1] / temperature) }
      for i in row {
        let expected = exp(x[i] / temperature) / sum
        // Some roundings of x / T, the exponential, the sum, and the quotient.
        let ulp = 0x1p-52 * (16 + abs(x[i] / temperature))
        #expect(abs(p.elements[i] - expected) <= ulp * expected)
        #expect(abs(l.elements[i] - log(expected)) <= 2 * ulp)
      }
    }
  }

  @Test(arguments: [-1, 1e-16, 2e15, .nan])
  func outOfRange(_ temperature: Double) {
    let memory = CMemory([1.0, 2])
    var options = logits_options.zeros
    options.temperature = temperature
    for function in [logits_softmax, logits_log_softmax] {
      let status = function(
        memory.input, logits_rows(2), &options, memory.output)
      #expect(status == CInt(LOGITS_ERROR_OPTION.rawValue))
      #expect(memory.elements == [1, 2])
    }
  }
}
