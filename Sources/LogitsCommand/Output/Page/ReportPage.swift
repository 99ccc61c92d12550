import Logits

/// An HTML page about an evaluation, without external resources.
package enum ReportPage {
  /// A figure at the head of the page; the note is shown below it.
  package typealias Figure = (name: String, value: String, note: String)

  /// - Parameters:
  ///   - title: What the page is about.
  ///   - figures: Those at its head.
  ///   - calibration: Accuracy by confidence.
  ///   - fitted: The same at a temperature that was found.
  ///   - sequences: What is said of sequences, if there are any, as HTML.
  ///   - details: What is said of classes and samples.
  /// - Returns: The page.
  package static func html(
    title: String, figures: [Figure], calibration: ReliabilityDiagram,
    fitted: (temperature: Double, calibration: ReliabilityDiagram)? = nil,
    sequences: String? = nil, details: ReportDetails
  ) -> String {
    let wrong = details.confusions.total
    // The policy makes a browser reject anything the page would fetch.
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>\(PageText.escaped(title))</title>
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <header>
      <h1>\(PageText.escaped(title))</h1>
      <p>\(PageText.count(details.samples, "sample")), \
      \(PageText.count(details.classes.count, "class"))</p>
      </header>
      <main>
      \(pattern)
      <dl class="figures">
      \(figures.map(figure).joined())</dl>
      <div class="pair">
      \(section(
        "Calibration",
        "Accuracy by confidence. Below: the share of samples.",
        calibration.html(id: "reliability")))
      \(fitted.map { temperature, calibration in
        section(
          "Calibration at the fitted temperature",
          "The same, with logits divided by \(decimal(temperature, 4)).",
          calibration.html(id: "fitted"))
      } ?? "")\(section(
        "Losses", "Share of samples by cross-entropy, on a logarithmic axis.",
        LossChart(details.losses, classes: details.classes.count).html()))
      \(sequences.map {
        section("Sequences", "Those of the largest mean losses.", $0)
      } ?? "")</div>
      <div class="pair">
      \(section(
        "Most confused classes",
        wrong > 0
          ? "The most frequent of \(PageText.count(wrong, "wrong prediction"))."
          : "Pairs of a label and a wrong prediction.",
        ConfusionTable(details: details).html()))
      \(section(
        "Worst samples", "By loss. Rows are counted from 0.",
        WorstTable(details: details).html()))
      </div>
      \(section(
        "Classes", "Samples are grouped by label.",
        ClassTable(details: details).html()))
      </main>
      <script>
      \(ReportScript.source)
      </script>
      </body>
      </html>

      """
  }

  /// What the gaps of all diagrams are filled with.
  private static let pattern = """
    <svg class="pattern" aria-hidden="true"><defs><pattern id="hatch" width="6" \
    height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <path class="hatch" d="M0 0V6"/></pattern></defs></svg>
    """

  private static func figure(_ figure: Figure) -> String {
    let note = PageText.escaped(figure.note)
    return """
      <div><dt>\(PageText.escaped(figure.name))</dt>\
      <dd>\(PageText.escaped(figure.value))</dd>\
      \(note.isEmpty ? "" : "<dd class=\"note\">\(note)</dd>")</div>

      """
  }

  private static func section(
    _ title: String, _ text: String, _ content: String
  ) -> String {
    """
    <section>
    <h2>\(title)</h2>
    <p>\(text)</p>
    \(content)
    </section>
    """
  }
}
