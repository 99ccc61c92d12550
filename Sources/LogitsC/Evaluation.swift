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
    let options = try Options(options)
    func write<Scalar: LogitScalar>(_: Scalar.Type) throws {
      var arguments = try CrossEntropyArguments<Scalar>(
        logits, layout, targets, options)
      let place = try structs(
        evaluations, count: count, "evaluations", SampleEvaluation.self)
      let summary = try summary.map { try Summary($0) }
      let samples = try arguments.sampleCount()
      let isWanted = evaluations != nil || count > 0
      let results = isWanted ? place : .allocate(capacity: samples)
      defer { if !isWanted { results.deallocate() } }
      arguments.evaluations = results
      if let summary {
        try arguments.checkOverlaps(ofResults: summary.bytes, .summary)
        if isWanted {
          try checkOverlap(
            summary.bytes, .summary, UnsafeRawBufferPointer(results),
            .evaluations)
        }
      }
      try arguments.compute()
      summary?.add(UnsafeBufferPointer(results))
    }
    try logits.isDouble ? write(Double.self) : write(Float.self)
  }
}
