import Logits

/// What is said of confidences beside the expected calibration error.
struct CalibrationFigures {
  private(set) var confidences = ConfidenceHistogram()
  /// `nil` where the samples' classes are not known: in a merged summary.
  private(set) var topLabel: TopLabelCalibration?
  /// `nil` where nobody asks for it.
  var classWise: ClassWiseCalibration?
  private let bins: Int

  init(bins: Int, classWise: ClassWiseCalibration? = nil) {
    self.bins = bins
    self.classWise = classWise
    topLabel = TopLabelCalibration(bins: bins)
  }

  /// The figures of merged summaries.
  init(
    _ confidences: ConfidenceHistogram, classWise: ClassWiseCalibration?,
    bins: Int
  ) {
    self.bins = bins
    self.confidences = confidences
    self.classWise = classWise
  }

  mutating func add(_ samples: [SampleEvaluation]) {
    confidences.add(
      samples.lazy.map { (confidence: $0.confidence, isCorrect: $0.isCorrect) })
    topLabel?.add(samples)
  }

  /// The bins of equally many samples.
  var equalMass: [CalibrationBin] { confidences.equalMassBins(bins) }

  /// The figures in JSON; `summary` is that of the same samples.
  func fields(_ summary: EvaluationSummary) -> [String: JSONField] {
    let equalMass = equalMass
    var fields: [String: JSONField] = [
      "maximumCalibrationError": .number(summary.calibration.largestGap),
      "equalMassCalibrationError": .number(equalMass.meanGap),
      "equalMassMaximumCalibrationError": .number(equalMass.largestGap),
      "equalMassEdges": .numbers(
        equalMass.map(\.lower) + equalMass.suffix(1).map(\.upper)),
    ]
    fields["topLabelCalibrationError"] = topLabel?.error.map { .number($0) }
    fields["classWiseCalibrationError"] = classWise.map { .number($0.error) }
    return fields
  }

  /// Accuracy by confidence; `summary` is that of the same samples.
  func diagram(_ summary: EvaluationSummary) -> ReliabilityDiagram {
    let equalMass = equalMass
    var figures = [
      ("Calibration error", summary.expectedCalibrationError),
      ("Largest gap", summary.calibration.largestGap),
      ("Bins of equal mass", equalMass.meanGap),
    ]
    if let error = topLabel?.error {
      figures.append(("By predicted class", error))
    }
    if let classWise { figures.append(("Class-wise", classWise.error)) }
    return ReliabilityDiagram(
      summary.calibration, equalMass: equalMass, figures: figures)
  }

  /// The figures as text; `summary` is that of the same samples.
  func lines(_ summary: EvaluationSummary) -> [TextLine] {
    let text = summary.text
    let equalMass = equalMass
    let byPrediction =
      topLabel.map {
        $0.error.map(text.percent) ?? "n/a: too many classes and bins"
      } ?? "n/a: not in summaries"
    return [
      ("  largest gap", text.percent(summary.calibration.largestGap)),
      (
        "  equal mass",
        text.percent(equalMass.meanGap) + ", largest gap "
          + text.percent(equalMass.largestGap)
      ),
      ("  by prediction", byPrediction),
    ] + (classWise.map { [("  class-wise", text.percent($0.error))] } ?? [])
  }
}
