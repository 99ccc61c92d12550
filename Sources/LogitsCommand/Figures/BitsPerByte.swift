import Foundation
import Logits

/// The loss over the bytes of the text that the samples are the tokens of.
struct BitsPerByte: Report {
  let summary: EvaluationSummary
  let bytes: Int

  private var bits: Double { summary.lossSum / log(2) / Double(bytes) }

  var fields: [String: JSONField] { ["bitsPerByte": .number(bits)] }

  var lines: [TextLine] {
    [("bits per byte", summary.text.number(bits, 6))]
  }
}
