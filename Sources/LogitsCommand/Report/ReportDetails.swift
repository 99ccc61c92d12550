/// What a page says of single classes and samples, gathered in one sweep.
///
/// Its size depends on the number of classes alone.
package struct ReportDetails {
  /// The samples of one class.
  package struct ClassTally {
    package private(set) var samples = 0
    package private(set) var correct = 0
    package private(set) var lossSum = 0.0

    /// NaN for a class without samples, as is the accuracy.
    package var meanLoss: Double { lossSum / Double(samples) }
    package var accuracy: Double { Double(correct) / Double(samples) }

    fileprivate mutating func add(isCorrect: Bool, loss: Double) {
      samples += 1
      correct += isCorrect ? 1 : 0
      lossSum += loss
    }
  }

  package private(set) var samples = 0
  /// A tally for each class.
  package private(set) var classes: [ClassTally]
  package private(set) var confusions = ConfusionCounts()
  package private(set) var worst = WorstSamples()
  package private(set) var losses = LossHistogram()

  package init(classes: Int) {
    self.classes = Array(repeating: ClassTally(), count: classes)
  }

  /// Counts a sample; to be called in the order of the rows.
  package mutating func add(
    row: Int, target: Int, prediction: Int, loss: Double, confidence: Double
  ) {
    samples += 1
    classes[target].add(isCorrect: target == prediction, loss: loss)
    losses.add(loss)
    if target != prediction {
      confusions.add(target: target, prediction: prediction)
    }
    if worst.wouldKeep(loss) {
      worst.add(
        WorstSamples.Sample(
          row: row, target: target, prediction: prediction, loss: loss,
          confidence: confidence))
    }
  }
}
