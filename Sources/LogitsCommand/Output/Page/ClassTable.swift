import Logits

/// The table of accuracy and loss by class.
///
/// The page has the first rows as HTML, and the data of all, which its script
/// shows a hundred rows at a time.
struct ClassTable {
  static let rowsShown = 100

  let details: ReportDetails

  private var classes: [ReportDetails.ClassTally] { details.classes }

  func html() -> String {
    """
    <div class="controls" hidden>
    <label>Class <input type="search" \
    \(details.names == nil ? "inputmode=\"numeric\" " : "")\
    autocomplete="off" size="8"></label>
    <span class="position" role="status"></span>
    <span class="pages"><button type="button" class="previous">Previous\
    </button> <button type="button" class="next">Next</button></span>
    </div>
    \(withoutScript())<table id="classes">
    <caption>Accuracy and mean loss of each class</caption>
    <thead><tr>
    <th scope="col" data-first="ascending" aria-sort="ascending">Class</th>
    <th scope="col" data-first="descending">Samples</th>
    <th scope="col" data-first="descending">Mean loss</th>
    <th scope="col" data-first="ascending">Accuracy</th>
    <td class="wide"></td>
    </tr></thead>
    <tbody>
    \(classes.prefix(Self.rowsShown).enumerated().map(row).joined())</tbody>
    </table>
    <script type="application/json" id="class-data">\(json())</script>
    """
  }

  private func withoutScript() -> String {
    guard classes.count > Self.rowsShown else { return "" }
    return """
      <noscript><p>The first \(Self.rowsShown) of \
      \(PageText.count(classes.count)) classes. Enable JavaScript to see \
      all.</p></noscript>

      """
  }

  /// The script makes rows of the same form.
  private func row(_ index: Int, _ tally: ReportDetails.ClassTally) -> String {
    let hasSamples = tally.samples > 0
    let loss =
      tally.meanLoss.isFinite ? PageText.loss(tally.meanLoss) : "not finite"
    let accuracy = PageText.percent(tally.accuracy)
    let width = decimal(hasSamples ? tally.accuracy * 100 : 0, 1)
    return """
      <tr><th scope="row">\(details.title(ofClass: index))</th>\
      <td>\(PageText.count(tally.samples))\
      </td><td>\(hasSamples ? loss : "–")</td>\
      <td>\(accuracy)</td><td class="wide"><span class="part" \
      style="width:\(width)%"></span></td></tr>

      """
  }

  /// The names, as JSON that no tag can end.
  private func namesJSON() -> String {
    guard let names = details.names else { return "" }
    let strings = names.map { name in
      "\"" + name.unicodeScalars.map(PageText.json).joined() + "\""
    }
    return "\"names\":[\(strings.joined(separator: ","))],\n"
  }

  /// The columns; a loss that is not finite is null.
  private func json() -> String {
    func column(_ value: (ReportDetails.ClassTally) -> String) -> String {
      "[" + classes.map(value).joined(separator: ",") + "]"
    }
    return """
      {\(namesJSON())"samples":\(column { String($0.samples) }),
      "correct":\(column { String($0.correct) }),
      "loss":\(column { PageText.json($0.meanLoss) })}
      """
  }
}
