import Foundation
import Logits

/// The figures of sequences, and those with the largest mean losses.
struct SequenceTable {
  private static let rowsShown = 20

  let figures: SequenceFigures

  func html() -> String {
    let totals = figures.totals
    let counted = totals.indices.filter { totals[$0].samples > 0 }
    guard !counted.isEmpty else { return "<p class=\"empty\">No samples.</p>" }
    let worst = counted.sorted {
      let (a, b) = (totals[$0].meanLoss, totals[$1].meanLoss)
      if a.isNaN || b.isNaN { return a.isNaN && (!b.isNaN || $0 < $1) }
      return a == b ? $0 < $1 : a > b
    }
    return """
      <dl class="row">\(row().joined())</dl>
      <table>
      <caption>Sequences with the largest mean losses</caption>
      <thead><tr><th scope="col">Sequence</th><th scope="col">Samples</th>\
      <th scope="col">Accuracy</th><th scope="col">Mean loss</th></tr></thead>
      <tbody>
      \(worst.prefix(Self.rowsShown).map(row).joined())</tbody>
      </table>
      """
  }

  private func row() -> [String] {
    [
      ("Sequences", PageText.count(figures.totals.count)),
      ("All right", PageText.count(figures.exact)),
      ("Mean of mean losses", PageText.loss(figures.macroLoss)),
      ("Its perplexity", PageText.loss(exp(figures.macroLoss))),
    ].map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
  }

  private func row(_ index: Int) -> String {
    let total = figures.totals[index]
    let accuracy = Double(total.correct) / Double(total.samples)
    return """
      <tr><th scope="row">\(index)</th>\
      <td>\(PageText.count(total.samples))</td>\
      <td>\(PageText.percent(accuracy))</td>\
      <td>\(PageText.loss(total.meanLoss))</td></tr>

      """
  }
}
