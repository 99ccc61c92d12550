import ArrayFiles
import Foundation
import Logits

/// The temperature with the smallest mean loss, and the figures at it.
struct TemperatureFit: Report {
  let temperature: Double
  /// The samples that it was found on.
  let samples: Int
  /// The figures of the samples that are reported, before and after.
  let before: EvaluationSummary
  let after: EvaluationSummary

  var fields: [String: JSONField] {
    [
      "fittedTemperature": .number(temperature),
      "fittedSamples": .count(samples),
      "fittedLoss": .number(after.loss),
      "fittedCalibrationError": .number(after.expectedCalibrationError),
    ]
  }

  var lines: [TextLine] {
    let text = before.text
    return [
      (
        "fitted temperature",
        decimal(temperature, 6) + ", on \(samples) samples"
      ),
      (
        "  cross-entropy",
        "\(text.number(before.loss, 6)) → \(text.number(after.loss, 6)) nats"
      ),
      (
        "  calibration error",
        text.percent(before.expectedCalibrationError) + " → "
          + text.percent(after.expectedCalibrationError)
      ),
    ]
  }
}

extension TemperatureFit {
  /// Accuracy by confidence at the temperature.
  var diagram: ReliabilityDiagram {
    ReliabilityDiagram(
      after.calibration,
      figures: [
        ("Calibration error", after.expectedCalibrationError),
        ("Largest gap", after.calibration.largestGap),
      ])
  }
}

extension CrossEntropy {
  /// The temperatures that are tried are between 1/1000 and 1000.
  private static let largestLog = log(1000.0)

  /// Twice as near as what is promised, 1e-6.
  private static let tolerance = 5e-7

  /// The temperature with the smallest mean loss, to a millionth of itself.
  ///
  /// The loss is convex in 1/T, and its derivative there is the sum of the losses
  /// without that of the entropies, times T: its sign is enough to close in.
  ///
  /// - Parameters:
  ///   - path: A file to name in messages.
  ///   - imbalance: That sum, for the loss with a temperature.
  /// - Returns: The temperature.
  /// - Throws: `FileError` if there is no minimum; what `imbalance` throws.
  func fittedTemperature(
    _ path: String, imbalance: (CrossEntropy) throws -> Double
  ) throws -> Double {
    func slope(_ logTemperature: Double) throws -> Double {
      var loss = self
      loss.temperature = exp(logTemperature)
      let slope = try imbalance(loss) * loss.temperature
      guard slope.isFinite else {
        throw FileError(
          path,
          "no temperature fits: the mean loss is not finite; see the samples "
            + "with --per-sample")
      }
      return slope
    }
    // The minimum is between a temperature with a positive slope and a larger
    // one with a negative slope.
    var (low, high) = (0.0, 0.0)
    var atLow = try slope(0)
    var atHigh = atLow
    guard atLow != 0 else { return 1 }
    var step = atLow > 0 ? 0.5 : -0.5
    while (atLow > 0) == (atHigh > 0) {
      let last = step > 0 ? high : low
      let next = max(-Self.largestLog, min(last + step, Self.largestLog))
      // Nothing is left of a loss that keeps falling.
      let slopeThere = next == last ? 0 : try slope(next)
      guard slopeThere != 0 else {
        throw FileError(
          path,
          "no temperature fits: the \(step > 0 ? "higher" : "lower") it is, the "
            + "smaller is the loss")
      }
      if step > 0 {
        if slopeThere > 0 { (low, atLow) = (next, slopeThere) }
        (high, atHigh) = (next, slopeThere)
      } else {
        if slopeThere < 0 { (high, atHigh) = (next, slopeThere) }
        (low, atLow) = (next, slopeThere)
      }
      step *= 2
    }
    return exp(try Self.root(of: slope, (low, atLow), (high, atHigh)))
  }

  /// Where a falling function is 0, by the method of Ridders: the values at both
  /// ends and in the middle lie on an exponential times a line.
  private static func root(
    of function: (Double) throws -> Double,
    _ low: (x: Double, y: Double), _ high: (x: Double, y: Double)
  ) rethrows -> Double {
    var (low, high) = (low, high)
    var root = Double.infinity
    while high.x - low.x > tolerance {
      let middle = (low.x + high.x) / 2
      let atMiddle = try function(middle)
      let scale = (atMiddle * atMiddle - low.y * high.y).squareRoot()
      guard scale > 0 else { return middle }
      let next = middle + (middle - low.x) * atMiddle / scale
      let atNext = try function(next)
      guard atNext != 0, abs(next - root) > tolerance / 10 else { return next }
      root = next
      for point in [(middle, atMiddle), (next, atNext)] {
        if point.1 > 0 {
          if point.0 > low.x { low = point }
        } else if point.0 < high.x {
          high = point
        }
      }
    }
    return (low.x + high.x) / 2
  }
}
