import CLogits
import Logits

/// Writes the loss, or that of each sample.
func crossEntropy<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let call = try CrossEntropyCall(logits, targets, samples, classes, options)
    var results = try call.results(loss)
    guard call.options.isUnreduced else {
      results[0] = try call.criterion.loss(
        call.logits, call.batch.layout, targets: call.targets,
        divisor: call.options.divisor, execution: .ofC)
      return
    }
    try call.criterion.losses(
      call.logits, call.batch.layout, targets: call.targets, into: &results,
      execution: .ofC)
  }
}

/// Writes the gradient too; a loss only where there is a place for it.
func crossEntropyGradient<Logit: StoredLogit>(
  _ logits: UnsafePointer<Logit>?, _ targets: UnsafePointer<Int64>?,
  _ samples: Int64, _ classes: Int64,
  _ options: UnsafePointer<logits_options>?,
  _ gradient: UnsafeMutablePointer<Logit.Scalar>?,
  _ loss: UnsafeMutablePointer<Double>?
) -> CInt {
  status {
    let call = try CrossEntropyCall(logits, targets, samples, classes, options)
    var gradient = try call.batch.rows(gradient, .gradient)
    let results = try loss.map { try call.results($0) }
    if let results {
      try checkOverlap(
        UnsafeRawBufferPointer(results), .losses,
        UnsafeRawBufferPointer(gradient), .gradient)
    }
    guard call.options.isUnreduced, var results else {
      let loss = try call.criterion.loss(
        call.logits, call.batch.layout, targets: call.targets,
        divisor: call.options.divisor, gradient: &gradient, execution: .ofC)
      results?[0] = loss
      return
    }
    try call.criterion.losses(
      call.logits, call.batch.layout, targets: call.targets, into: &results,
      gradient: &gradient, execution: .ofC)
  }
}

/// What both have to be given.
private struct CrossEntropyCall<Logit: StoredLogit> {
  let batch: CBatch
  let logits: UnsafeBufferPointer<Logit>
  let targets: UnsafeBufferPointer<Int64>
  let options: Options
  let criterion: CrossEntropy

  init(
    _ logits: UnsafePointer<Logit>?, _ targets: UnsafePointer<Int64>?,
    _ samples: Int64, _ classes: Int64,
    _ options: UnsafePointer<logits_options>?
  ) throws {
    self.options = try Options(options)
    batch = try CBatch(
      samples: samples, classes: classes, rowStride: self.options.rowStride)
    self.logits = try batch.rows(logits, .logits)
    self.targets = try batch.column(targets, .targets)
    criterion = try self.options.criterion(batch.shape)
  }

  /// The place for one loss, or for one per sample.
  ///
  /// The library sees only as much of it as it writes, so it is checked here.
  func results(
    _ loss: UnsafeMutablePointer<Double>?
  ) throws -> UnsafeMutableBufferPointer<Double> {
    let count = options.isUnreduced ? batch.shape.samples : 1
    let results = UnsafeMutableBufferPointer(
      mutating: try buffer(UnsafePointer(loss), count, .losses))
    let memory = UnsafeRawBufferPointer(results)
    try checkOverlap(memory, .losses, UnsafeRawBufferPointer(logits), .logits)
    try checkOverlap(memory, .losses, UnsafeRawBufferPointer(targets), .targets)
    return results
  }
}
