import CLogits
import Logits
import TestSupport
import Testing

/// The temperature of the softmax and of its logarithm, against plain sums.
@Suite struct TemperatureTests {
  private static let samples = 6
  private static let classes = 21

  /// Multiples of 1/8 from −8 to 8, which every type holds.
  private let rows = (0..<samples).map { sample in
    (0..<classes).map { c -> Double in
      let steps: Int = (37 * sample + 53 * c) % 129 - 64
      return Double(steps) / 8
    }
  }

  @Test(arguments: Execution.tables, [0.25, 0.7, 3, 1e15])
  func dividesTheLogits(_ table: Execution, _ temperature: Double) {
    for type in LogitTypes.all {
      check(type, table, temperature, inPlanes: false)
      check(type, table, temperature, inPlanes: true)
    }
  }

  private func check<Logit: TestLogit>(
    _: Logit.Type, _ table: Execution, _ temperature: Double, inPlanes: Bool
  ) {
    func elements(_ rows: [[Double]]) -> [Double] {
      inPlanes
        ? (0..<Self.classes).flatMap { c in rows.map { $0[c] } }
        : rows.flatMap { $0 }
    }
    let expected = elements(rows.map { softmax($0, temperature) })
    let logits = CMemory(
      elements(rows).map { Logit(nearest: Logit.Scalar($0)) })
    let blank = logits.elements.map { _ in Logit(nearest: .nan) }
    let (p, l) = (CMemory(blank), CMemory(blank))
    let layout =
      inPlanes
      ? logits_planes(Int64(Self.classes), Int64(Self.samples))
      : logits_rows(Int64(Self.classes))
    var options = logits_options.zeros
    options.set(table)
    options.temperature = temperature
    #expect(
      Outcome(logits_softmax(logits.input, layout, &options, p.output)) == .ok)
    #expect(
      Outcome(logits_log_softmax(logits.input, layout, &options, l.output))
        == .ok)

    let spread = 16 / temperature
    let bounds = Bounds<Logit.Scalar>(
      classes: Self.classes, spread: Logit.Scalar(spread),
      backend: table.backend)
    // Two roundings of 1 / T, one of the product; the plain sums may be as far
    // off.
    let epsilon = 2 * Double(Logit.Scalar.ulpOfOne)
    #expect(
      differences(p.elements, expected) {
        epsilon * (bounds.probability + 1.5 * spread + 2) * expected[$0]
      } == [], "\(Logit.self), planes \(inPlanes)")
    #expect(
      differences(l.elements, expected.map(Double.log)) { _ in
        epsilon * (bounds.loss + 1.5 * spread)
      } == [], "\(Logit.self), planes \(inPlanes)")
  }

  private func softmax(_ row: [Double], _ temperature: Double) -> [Double] {
    let powers = row.map { Double.exp($0 / temperature) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
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
