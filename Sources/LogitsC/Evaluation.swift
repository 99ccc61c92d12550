// swift-format-ignore-file: AlwaysUseLowerCamelCase
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
import CLogits
import Logits

// What logits.h declares of evaluations.

@c @implementation public func logits_evaluate(
  _ logits: logits_input, _ layout: logits_layout, _ targets: logits_input,
  _ options: UnsafePointer<logits_options>?,
  _ evaluations: UnsafeMutablePointer<logits_evaluation>?, _ count: Int64,
  _ summary: UnsafePointer<logits_summary>?
) -> CInt {
  status {
    let call = try CrossEntropyCall(
      logits, layout, targets, try Options(options))
    let place = try structs(
      evaluations, count: count, "evaluations", SampleEvaluation.self)
    let summary = try summary.map { try Summary($0) }
    let samples = try call.samples()
    let isWanted = evaluations != nil || count > 0
    let results =
      isWanted ? place : .allocate(capacity: samples)
    defer { if !isWanted { results.deallocate() } }
    if let summary {
      try call.checkOverlaps(with: summary.bytes, .summary)
      if isWanted {
        try checkOverlap(
          summary.bytes, .summary, UnsafeRawBufferPointer(results),
          .evaluations)
      }
    }
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      var arguments: CrossEntropyArguments<Scalar> = call.arguments()
      arguments.evaluations = results
      try arguments.compute()
    }
    try call.isDouble ? write(Double.self) : write(Float.self)
    summary?.add(UnsafeBufferPointer(results))
  }
}
