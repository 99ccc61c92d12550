/// A figure at the head of a page.
package struct ReportFigure {
  package let name: String
  package let value: String
  /// What stands below it in small: an interval, a unit.
  package let note: String

  package init(name: String, value: String, note: String = "") {
    self.name = name
    self.value = value
    self.note = note
  }
}

/// A page about an evaluation that needs nothing but itself.
package struct ReportPage {
  private let title: String
  private let figures: [ReportFigure]
  private let reliability: [ReliabilityBin]
  private let details: ReportDetails

  package init(
    title: String, figures: [ReportFigure], reliability: [ReliabilityBin],
    details: ReportDetails
  ) {
    self.title = title
    self.figures = figures
    self.reliability = reliability
    self.details = details
  }

  package func html() -> String {
    // The policy makes a browser refuse whatever the page would fetch.
    """
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
    <dl class="figures">
    \(figures.map(figure).joined())</dl>
    <div class="pair">
    \(calibration())
    \(losses())
    </div>
    <div class="pair">
    \(confusions())
    \(worst())
    </div>
    \(classes())
    </main>
    <script>
    \(ReportScript.source)
    </script>
    </body>
    </html>

    """
  }

  private func figure(_ figure: ReportFigure) -> String {
    let note = PageText.escaped(figure.note)
    return """
      <div><dt>\(PageText.escaped(figure.name))</dt>\
      <dd>\(PageText.escaped(figure.value))</dd>\
      \(note.isEmpty ? "" : "<dd class=\"note\">\(note)</dd>")</div>

      """
  }

  private func section(
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

  private func calibration() -> String {
    section(
      "Calibration",
      "How often predictions are right, by the probability they were given. "
        + "Below, the share of the samples.",
      ReliabilityDiagram(reliability).html())
  }

  private func losses() -> String {
    section(
      "Losses",
      "The cross-entropy of single samples, on a logarithmic axis, and the "
        + "share of the samples.",
      LossDrawing(details.losses, classes: details.classes.count).html())
  }

  private func confusions() -> String {
    let wrong = details.confusions.total
    return section(
      "Most confused classes",
      wrong > 0
        ? "The most frequent of \(PageText.count(wrong, "wrong prediction"))."
        : "Pairs of a label and a wrong prediction.",
      ConfusionTable(details: details).html())
  }

  private func worst() -> String {
    section(
      "Worst samples", "By loss. Rows count from 0.",
      WorstTable(worst: details.worst.sorted()).html())
  }

  private func classes() -> String {
    section(
      "Classes", "Of the samples whose label is the class.",
      ClassTable(details.classes).html())
  }
}
