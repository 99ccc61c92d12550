import CLogits
import Logits
import TestSupport
import Testing

/// Combinations of all options, against PyTorch's float64.
@Suite struct ConformanceTests {
  @Test func lossesAndGradientsArePyTorchs() throws {
    // Weights of samples, and their number as the divisor, are Swift's alone.
    let common = try LossFixture.all().filter {
      $0.classTargets != nil && $0.sampleWeights == nil
        && $0.divisorKind != "samples"
    }
    #expect(common.count >= 40)
    #expect(Set(common.map(\.reduction)).count == 3)
    for fixture in common {
      check(fixture, Double.self, 1e-13)
      check(fixture, Float.self, 1e-6)
    }
  }

  private func check<Scalar: CScalar>(
    _ fixture: LossFixture, _: Scalar.Type, _ accuracy: Double
  ) {
    let (samples, classes) = (Int64(fixture.samples), Int64(fixture.classes))
    let logits = fixture.logits.map(Scalar.init)
    let targets = fixture.classTargets?.map { Int64($0) } ?? []
    var gradient = [Scalar](repeating: .nan, count: logits.count)
    var losses = fixture.losses.map { _ in Double.nan }
    var gradientLosses = losses
    fixture.withOptions { options in
      #expect(
        Outcome(
          Scalar.c.crossEntropy(
            logits, targets, samples, classes, &options, &losses)) == .ok)
      #expect(
        Outcome(
          Scalar.c.gradient(
            logits, targets, samples, classes, &options, &gradient,
            &gradientLosses)) == .ok)
      // No loss, and in place: the same gradient.
      var inPlace = logits
      inPlace.withUnsafeMutableBufferPointer {
        let rows = $0.baseAddress
        #expect(
          Outcome(
            Scalar.c.gradient(
              rows, targets, samples, classes, &options, rows, nil)) == .ok)
      }
      #expect(inPlace == gradient)
    }
    for (i, expected) in fixture.losses.enumerated() {
      for loss in [losses[i], gradientLosses[i]] {
        #expect(
          abs(loss - expected) <= accuracy * abs(expected),
          "\(Scalar.self): \(loss) instead of \(expected)")
      }
    }
    // The fixture's gradient is multiplied by that of a result.
    let largest = fixture.gradient.reduce(1) { max($0, abs($1)) }
    for (i, expected) in fixture.gradient.enumerated() {
      let upstream =
        fixture.upstream.count == 1
        ? fixture.upstream[0] : fixture.upstream[i / fixture.classes]
      let found = Double(gradient[i]) * upstream
      #expect(
        abs(found - expected) <= 10 * accuracy * largest,
        "\(Scalar.self): \(found) instead of \(expected)")
    }
  }
}

extension LossFixture {
  fileprivate func withOptions(_ body: (inout logits_options) -> Void) {
    var options = logits_options.zeros
    options.reduction = ["mean": 0, "sum": 1, "none": 2][reduction] ?? -1
    options.has_ignore_index = ignoreIndex == nil ? 0 : 1
    options.ignore_index = ignoreIndex.map { Int64($0) } ?? 0
    options.label_smoothing = labelSmoothing
    options.z_loss = zLoss
    options.temperature = temperature
    options.softcap = softcap ?? 0
    options.divisor = divisorValue ?? 0
    guard let classWeights else { return body(&options) }
    classWeights.withUnsafeBufferPointer {
      options.class_weights = $0.baseAddress
      body(&options)
    }
  }
}
