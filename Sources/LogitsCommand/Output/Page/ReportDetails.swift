/// Figures of classes and samples for the HTML report, collected in one pass.
///
/// Their size depends only on the number of classes.
package struct ReportDetails {
  /// Totals over the samples of one class.
  package struct ClassTally {
    package private(set) var samples = 0
    package private(set) var correct = 0
    package private(set) var lossSum = 0.0

    /// NaN for a class without samples, like the accuracy.
    package var meanLoss: Double { lossSum / Double(samples) }
    package var accuracy: Double { Double(correct) / Double(samples) }

    fileprivate mutating func add(isCorrect: Bool, loss: Double) {
      samples += 1
      correct += isCorrect ? 1 : 0
      lossSum += loss
    }
  }

  package private(set) var samples = 0
  /// Those of them whose row is not finite.
  package private(set) var nonFiniteSamples = 0
  package private(set) var classes: [ClassTally]
  package private(set) var confusions = ConfusionCounts()
  package private(set) var worst = WorstSamples()
  package private(set) var losses = LossHistogram()

  /// The names of the classes, if they have any.
  package let names: [String]?

  package init(classes: Int, names: [String]? = nil) {
    self.names = names
    self.classes = Array(repeating: ClassTally(), count: classes)
  }

  /// What a cell with a class has in its tag: names may be long.
  var titleClass: String { names == nil ? "" : " class=\"name\"" }

  /// A class in a table, as HTML: its number, and its name.
  func title(ofClass index: Int) -> String {
    PageText.escaped(names.map { "\(index) \($0[index])" } ?? "\(index)")
  }

  /// Adds a sample; rows must be in order.
  ///
  /// The prediction of a row that is not finite, of a confidence of NaN, is
  /// neither right nor a confusion of two classes.
  package mutating func add(
    row: Int, target: Int, prediction: Int, loss: Double, confidence: Double
  ) {
    samples += 1
    let isFinite = !confidence.isNaN
    let isCorrect = isFinite && target == prediction
    classes[target].add(isCorrect: isCorrect, loss: loss)
    losses.add(loss)
    if !isFinite {
      nonFiniteSamples += 1
    } else if !isCorrect {
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
