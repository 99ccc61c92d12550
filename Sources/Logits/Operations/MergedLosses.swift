/// The losses of samples whose chunks of the classes have been merged.
@usableFromInline
package struct MergedLosses {
  let results: UnsafeBufferPointer<PartialCrossEntropy>
  let options: CrossEntropy
  let sampleWeights: SampleNumbers?

  /// - Throws: ``LogitsError`` if an option is out of its range, or if there is
  ///   not one finite weight per sample.
  @usableFromInline
  package init(
    _ results: UnsafeBufferPointer<PartialCrossEntropy>,
    _ options: CrossEntropy, _ sampleWeights: SampleNumbers?
  ) throws(LogitsError) {
    self.results = results
    self.options = options
    self.sampleWeights = sampleWeights
    try options.validate()
    try check(
      sampleWeights: sampleWeights,
      BatchShape(samples: results.count, classes: 1))
  }

  /// The reduced loss, which also goes where there is a place for it.
  @usableFromInline
  package func loss(
    _ divisor: Divisor, into place: SampleNumbers? = nil
  ) throws(LogitsError) -> Double {
    let divisor = try value(of: divisor)
    if let place {
      try checkSingle(place)
      try checkOverlaps(with: place)
    }
    var sum = CompensatedSum()
    for sample in results.indices { sum.add(self[sample]) }
    let loss = options.mean(sum.value, divisor)
    place?[0] = loss
    return loss
  }

  /// Writes the loss of each sample.
  @usableFromInline
  package func write(to losses: SampleNumbers) throws(LogitsError) {
    try checkCount(
      losses.count, .losses, BatchShape(samples: results.count, classes: 1))
    try checkOverlaps(with: losses)
    for sample in results.indices { losses[sample] = self[sample] }
  }

  /// What the sum is divided by; 0 if there is nothing to divide.
  func value(of divisor: Divisor) throws(LogitsError) -> Double {
    try options.value(of: divisor) {
      results.count { !$0.isIgnored }
    } weight: {
      results.indices.reduce(0) {
        $0 + results[$1].targetWeight * weight($1)
      }
    }
  }

  func weight(_ sample: Int) -> Double { sampleWeights?[sample] ?? 1 }

  /// How many classes the samples have; 0 if all are ignored.
  ///
  /// - Throws: `cannotMerge` if that is not the same number.
  func classes() throws(LogitsError) -> Double {
    var classes = 0.0
    for result in results where !result.isIgnored {
      guard classes == 0 || classes == result.classes else {
        throw .cannotMerge("\(classes) and \(result.classes) classes")
      }
      classes = result.classes
    }
    return classes
  }

  private subscript(sample: Int) -> Double {
    product(weight(sample), results[sample].loss(options))
  }

  private func checkOverlaps(
    with losses: SampleNumbers
  ) throws(LogitsError) {
    try checkOverlap(
      losses.bytes, .losses, UnsafeRawBufferPointer(results), .partials)
    if let sampleWeights {
      try checkOverlap(
        losses.bytes, .losses, sampleWeights.bytes, .sampleWeights)
    }
  }
}
