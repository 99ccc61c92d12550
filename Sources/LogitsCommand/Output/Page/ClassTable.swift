import Logits

/// The table of accuracy and loss by class.
///
/// The page has the first rows as HTML, and the data of all, which its script
/// shows a hundred rows at a time.
struct ClassTable {
  static let rowsShown = 100
  private static let itemsShown = 500

  let details: ReportDetails

  /// Those with samples.
  private let shown: [Int]
  private let missing: [Int]

  init(details: ReportDetails) {
    self.details = details
    shown = details.classes.indices.filter { details.classes[$0].samples > 0 }
    missing = details.classes.indices.filter {
      details.classes[$0].samples == 0
    }
  }

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
    <th scope="col"\(details.titleClass) data-first="ascending" \
    aria-sort="ascending">Class</th>
    <th scope="col" data-first="descending">Samples</th>
    <th scope="col" data-first="descending">Mean loss</th>
    <th scope="col" data-first="ascending">Accuracy</th>
    <td class="wide"></td>
    </tr></thead>
    <tbody>
    \(shown.prefix(Self.rowsShown).map(row).joined())</tbody>
    </table>
    \(withoutSamples())\
    <script type="application/json" id="class-data">\(json())</script>
    """
  }

  /// The classes without samples, folded away.
  private func withoutSamples() -> String {
    guard !missing.isEmpty else { return "" }
    let items =
      details.names == nil
      ? missing.ranges.map {
        $0.count == 1
          ? "\($0.lowerBound)" : "\($0.lowerBound) – \($0.upperBound)"
      } : missing.map(details.title)
    let rest = items.count - Self.itemsShown
    let more = rest > 0 ? " and \(PageText.count(rest)) more" : ""
    return """
      <details><summary>\(PageText.count(missing.count, "class")) without \
      samples</summary>
      <p class="note">\(items.prefix(Self.itemsShown).joined(separator: ", "))\
      \(more)</p>
      </details>

      """
  }

  private func withoutScript() -> String {
    guard shown.count > Self.rowsShown else { return "" }
    return """
      <noscript><p>The first \(Self.rowsShown) of \
      \(PageText.count(shown.count)) classes. Enable JavaScript to see \
      all.</p></noscript>

      """
  }

  /// The script makes rows of the same form.
  private func row(_ index: Int) -> String {
    let tally = details.classes[index]
    let loss =
      tally.meanLoss.isFinite ? PageText.loss(tally.meanLoss) : "not finite"
    let accuracy = PageText.percent(tally.accuracy)
    let width = decimal(tally.accuracy * 100, 1)
    return """
      <tr><th scope="row"\(details.titleClass)>\(details.title(ofClass: index))</th>\
      <td>\(PageText.count(tally.samples))\
      </td><td>\(loss)</td>\
      <td>\(accuracy)</td><td class="wide"><span class="part" \
      style="width:\(width)%"></span></td></tr>

      """
  }

  /// The names, as JSON that no tag can end.
  private func namesJSON() -> String {
    guard let names = details.names else { return "" }
    let strings = shown.map { index in
      "\"" + names[index].unicodeScalars.map(PageText.json).joined() + "\""
    }
    return "\"names\":[\(strings.joined(separator: ","))],\n"
  }

  /// The numbers of the classes, unless all have samples.
  private func classesJSON() -> String {
    guard !missing.isEmpty else { return "" }
    return "\"classes\":[\(shown.map(String.init).joined(separator: ","))],\n"
  }

  /// The columns; a loss that is not finite is null.
  private func json() -> String {
    func column(_ value: (ReportDetails.ClassTally) -> String) -> String {
      "[" + shown.map { value(details.classes[$0]) }.joined(separator: ",")
        + "]"
    }
    return """
      {\(classesJSON())\(namesJSON())"samples":\(column { String($0.samples) }),
      "correct":\(column { String($0.correct) }),
      "loss":\(column { PageText.json($0.meanLoss) })}
      """
  }
}

extension [Int] {
  /// The runs of consecutive numbers, of numbers in order.
  fileprivate var ranges: [ClosedRange<Int>] {
    reduce(into: []) { ranges, number in
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }
}
