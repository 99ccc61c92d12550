import Logits

/// A new file with one record per sample and model: CSV by its name, or NPY.
struct ComparisonRecords: ~Copyable {
  private let file: RecordFile
  /// The classes that both models can have in common, for each k.
  private let limits: [Int]
  private let hasModels: Bool

  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - samples: The records of each model.
  ///   - models: How many are compared with the base; if several, a record says
  ///     which of them it is of.
  ///   - topK: The k of the shares.
  ///   - classes: The classes that there are.
  ///   - hasLabels: Whether there are targets and losses.
  /// - Throws: `FileError` if the file cannot be written.
  init(
    path: String, samples: Int, models: Int, topK: [Int], classes: Int,
    hasLabels: Bool
  ) throws {
    hasModels = models > 1
    limits = topK.map { min($0, classes) }
    var fields: [RecordFile.Field] = [
      ("basePrediction", .int64), ("otherPrediction", .int64),
      ("divergence", .float64), ("reverseDivergence", .float64),
      ("jensenShannon", .float64),
    ]
    fields += topK.map { ("top\($0)Overlap", .float64) }
    if hasLabels {
      fields.insert(("target", .int64), at: 0)
      fields += [("baseLoss", .float64), ("otherLoss", .float64)]
    }
    if hasModels { fields.insert(("other", .int64), at: 0) }
    file = try RecordFile(
      path: path, isText: RecordFile.isText(path), count: samples * models,
      fields: fields)
  }

  /// Writes the records of some samples.
  ///
  /// - Parameters:
  ///   - samples: What they are.
  ///   - model: Which of the models is compared, from 0.
  /// - Throws: `FileError` if the file cannot be written.
  borrowing func write(_ samples: [ComparedSample], model: Int) throws {
    let (limits, hasModels) = (limits, hasModels)
    try file.write { records in
      for sample in samples {
        if hasModels { records.append(model) }
        if let target = sample.target { records.append(target) }
        records.append(sample.base.predictedClass)
        records.append(sample.other.predictedClass)
        records.append(sample.divergence)
        records.append(sample.reverseDivergence)
        records.append(sample.jensenShannon)
        for (count, limit) in zip(sample.commonClasses, limits) {
          records.append(Double(count) / Double(limit))
        }
        for model in [sample.base, sample.other] {
          if let loss = model.evaluation?.loss { records.append(loss) }
        }
        records.endRecord()
      }
    }
  }

  consuming func commit() throws { try file.commit() }
}
