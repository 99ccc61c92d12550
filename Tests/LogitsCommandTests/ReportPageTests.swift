import Foundation
import LogitsCommand
import Testing

@Suite struct ReportPageTests {
  private func page(
    _ samples: [ReportDetailsTests.Sample], classes: Int,
    title: String = "logits.npy"
  ) -> String {
    let bins = (0..<15).map { index in
      let (lower, upper) = (Double(index) / 15, Double(index + 1) / 15)
      let own = samples.filter {
        $0.confidence >= lower && $0.confidence < upper
      }
      let right = own.count { $0.target == $0.prediction }
      return ReliabilityBin(
        lower: lower, upper: upper, count: own.count,
        meanConfidence: own.reduce(0) { $0 + $1.confidence }
          / Double(own.count),
        accuracy: Double(right) / Double(own.count))
    }
    return ReportPage(
      title: title,
      figures: [
        ReportFigure(name: "Loss", value: "0.1657", note: "<0.18"),
        ReportFigure(name: "A & B", value: "\"1\""),
      ],
      reliability: bins,
      details: ReportDetailsTests.details(samples, classes: classes)
    ).html()
  }

  static let cases: [(samples: Int, classes: Int)] = [
    (0, 1), (0, 3), (1, 1), (1, 3), (2000, 2), (2000, 100), (2000, 101),
    (3000, 32_000),
  ]

  @Test(arguments: cases)
  func isWellFormedAndAlone(_ samples: Int, _ classes: Int) throws {
    let html = page(
      ReportDetailsTests.samples(samples, classes: classes, seed: 5),
      classes: classes)
    var open: [Substring] = []
    for tag in tags(of: html) {
      if tag.isEnd {
        #expect(open.popLast() == tag.name)
      } else if !["meta", "input"].contains(tag.name), !tag.isClosed {
        open.append(tag.name)
      }
    }
    #expect(open.isEmpty)
    for reference in ["http:", "https:", "src=", "href=", "url(h", "@import"] {
      #expect(!html.contains(reference))
    }
    #expect(!html.contains("nan"))
    #expect(html.utf8.count < 2_000_000)
    #expect(html.contains("<noscript>") == (classes > 100))
  }

  /// The tags outside scripts and styles.
  private func tags(
    of html: String
  ) -> [(name: Substring, isEnd: Bool, isClosed: Bool)] {
    html.replacing(#/(?s)(<(script|style)[^>]*>).*?</\2>/#) {
      $0.1 + "</\($0.2)>"
    }
    .matches(of: #/<(\/?)([a-z0-9]+)("[^"]*"|[^">])*?(\/?)>/#)
    .map { ($0.2, !$0.1.isEmpty, !$0.4.isEmpty) }
  }

  @Test func whatComesFromOutsideIsText() {
    let html = page([], classes: 2, title: "</title><script>'\"&")
    let escaped = "&lt;/title&gt;&lt;script&gt;&#39;&quot;&amp;"
    #expect(html.contains("<title>\(escaped)</title>"))
    #expect(html.contains("<h1>\(escaped)</h1>"))
    #expect(html.contains("<dt>A &amp; B</dt><dd>&quot;1&quot;</dd>"))
    #expect(html.contains("&lt;0.18"))
  }

  @Test func theClassesAreEmbedded() throws {
    struct Columns: Decodable {
      let samples: [Int]
      let correct: [Int]
      let loss: [Double?]
    }
    let samples = ReportDetailsTests.samples(3000, classes: 150, seed: 6)
    let details = ReportDetailsTests.details(samples, classes: 150)
    let html = page(samples, classes: 150)
    let match = try #require(
      html.firstMatch(of: #/id="class-data">([^<]*)<\/script>/#))
    let columns = try JSONDecoder().decode(
      Columns.self, from: Data(match.1.utf8))
    #expect(columns.samples == details.classes.map(\.samples))
    #expect(columns.correct == details.classes.map(\.correct))
    #expect(columns.loss.count == 150)
    for (loss, tally) in zip(columns.loss, details.classes) {
      #expect((loss == nil) == !tally.meanLoss.isFinite)
      if let loss { #expect(abs(loss - tally.meanLoss) <= 0.5001e-4) }
    }
  }

  @Test func nothingToShowIsSaid() {
    #expect(page([], classes: 3).contains("No samples."))
    let right = ReportDetailsTests.Sample(
      target: 1, prediction: 1, loss: 0, confidence: 0.9)
    let html = page([right, right], classes: 3)
    #expect(html.contains("None: all predictions are the labels."))
    #expect(html.contains("2 samples, 3 classes"))
    let broken = ReportDetailsTests.Sample(
      target: 1, prediction: 0, loss: .nan, confidence: .nan)
    let odd = page([broken], classes: 3)
    #expect(odd.contains("No finite losses."))
    #expect(odd.contains("Losses that are not shown: 1 NaN."))
    #expect(odd.contains("1 sample, 3 classes"))
  }
}
