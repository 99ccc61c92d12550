import Foundation
import Logits
import LogitsCommand
import Testing

@Suite struct ReportPageTests {
  private func page(
    _ samples: [ReportDetailsTests.Sample], classes: Int,
    title: String = "logits.npy"
  ) throws -> String {
    ReportPage.html(
      title: title,
      figures: [("Loss", "0.1657", "<0.18"), ("A & B", "\"1\"", "")],
      calibration: ReliabilityDiagram(try calibration(samples)),
      details: ReportDetailsTests.details(samples, classes: classes))
  }

  /// Of two classes, with the samples' confidences as probabilities.
  private func calibration(
    _ samples: [ReportDetailsTests.Sample]
  ) throws -> [CalibrationBin] {
    var summary = EvaluationSummary()
    let evaluations = try CrossEntropy().evaluate(
      samples.flatMap { [log($0.confidence), log(1 - $0.confidence)] },
      .rows(of: 2), targets: samples.map { $0.target == $0.prediction ? 0 : 1 })
    for evaluation in evaluations { summary.add(evaluation) }
    return summary.calibration
  }

  static let cases: [(samples: Int, classes: Int)] = [
    (0, 1), (0, 3), (1, 1), (1, 3), (2000, 2), (2000, 100), (2000, 101),
    (3000, 32_000),
  ]

  @Test(arguments: cases)
  func isWellFormedAndSelfContained(_ samples: Int, _ classes: Int) throws {
    let html = try page(
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
    let shown = Set(
      ReportDetailsTests.samples(samples, classes: classes, seed: 5).map(
        \.target)
    ).count
    #expect(html.contains("<noscript>") == (shown > 100))
    #expect(html.contains(" without samples") == (shown < classes))
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

  @Test func textIsEscaped() throws {
    let html = try page([], classes: 2, title: "</title><script>'\"&")
    let escaped = "&lt;/title&gt;&lt;script&gt;&#39;&quot;&amp;"
    #expect(html.contains("<title>\(escaped)</title>"))
    #expect(html.contains("<h1>\(escaped)</h1>"))
    #expect(html.contains("<dt>A &amp; B</dt><dd>&quot;1&quot;</dd>"))
    #expect(html.contains("&lt;0.18"))
  }

  /// A vocabulary that samples are all over.
  @Test func manyClassesAreBounded() throws {
    let samples = ReportDetailsTests.samples(150_000, classes: 128_256, seed: 7)
    let html = try page(samples, classes: 128_256)
    #expect(html.utf8.count < 2_500_000)
    #expect(html.contains(" more</p>"))
  }

  @Test func classesAreEmbedded() throws {
    struct Columns: Decodable {
      let classes: [Int]?
      let samples: [Int]
      let correct: [Int]
      let loss: [Double?]
    }
    let samples = ReportDetailsTests.samples(3000, classes: 150, seed: 6)
    let details = ReportDetailsTests.details(samples, classes: 150)
    let html = try page(samples, classes: 150)
    let match = try #require(
      html.firstMatch(of: #/id="class-data">([^<]*)<\/script>/#))
    let columns = try JSONDecoder().decode(
      Columns.self, from: Data(match.1.utf8))
    #expect(columns.classes == nil)
    #expect(columns.samples == details.classes.map(\.samples))
    #expect(columns.correct == details.classes.map(\.correct))
    #expect(columns.loss.count == 150)
    for (loss, tally) in zip(columns.loss, details.classes) {
      #expect((loss == nil) == !tally.meanLoss.isFinite)
      if let loss { #expect(abs(loss - tally.meanLoss) <= 0.5001e-4) }
    }
  }

  @Test func classesWithoutSamplesAreFolded() throws {
    func fold(_ targets: [Int], classes: Int) throws -> (Substring, String) {
      let html = try page(
        targets.map {
          ReportDetailsTests.Sample(
            target: $0, prediction: $0, loss: 1, confidence: 0.5)
        }, classes: classes)
      let match = try #require(
        html.firstMatch(
          of: #/<summary>([^<]* without samples)<\/summary>\n<p[^>]*>([^<]*)</#)
      )
      return (match.1, "\(match.2)")
    }
    let few = try fold([2, 7, 3], classes: 9)
    #expect(few.0 == "6 classes without samples")
    #expect(few.1 == "0 – 1, 4 – 6, 8")
    let one = try fold([0, 2], classes: 3)
    #expect(one.0 == "1 class without samples")
    #expect(one.1 == "1")
    // Every second class of 2,000 makes 1,000 runs.
    let many = try fold((0..<1000).map { 2 * $0 }, classes: 2000)
    #expect(many.0 == "1\u{202f}000 classes without samples")
    #expect(many.1.hasSuffix("997, 999 and 500 more"))
  }

  @Test func missingFigures() throws {
    #expect(try page([], classes: 3).contains("No samples."))
    let right = ReportDetailsTests.Sample(
      target: 1, prediction: 1, loss: 0, confidence: 0.9)
    let html = try page([right, right], classes: 3)
    #expect(html.contains("None: all predictions are correct."))
    #expect(html.contains("2 samples, 3 classes"))
    let broken = ReportDetailsTests.Sample(
      target: 1, prediction: 0, loss: .nan, confidence: .nan)
    let odd = try page([broken], classes: 3)
    #expect(odd.contains("No finite losses."))
    #expect(odd.contains("Losses not shown: 1 NaN."))
    #expect(odd.contains("1 sample, 3 classes"))
  }
}
