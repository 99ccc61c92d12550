import Foundation
import TestSupport
import Testing

/// The options of `evaluate`, against plain formulas.
@Suite struct EvaluateOptionsTests {
  /// Formulas in Double, on some hundred logits of 12 at most.
  private let tolerance = 1e-12

  private func fixture() throws -> EvaluationFixture {
    try EvaluationFixture.all()[6]
  }

  @Test func topK() throws {
    let fixture = try fixture()
    let folder = try TemporaryFolder()
    let files = try fixture.write(to: folder)
    for list in ["1", "3", "1,2,3,10", "7,2", "4,4", "11,1000000"] {
      let figures = try Figures("evaluate", files + ["--top-k", list])
      let numbers = list.split(separator: ",").compactMap { Int($0) }
      #expect(
        figures.keys.filter { $0.contains(/^top\d/) }
          == Set(numbers.map { "top\($0)Accuracy" }))
      for k in numbers {
        let among = fixture.ranks.count { $0 < k }
        let expected = Double(among) / Double(fixture.samples)
        #expect(figures["top\(k)Accuracy"] == expected)
      }
    }
    let lines = TextLines(try output(["evaluate", "--top-k", "7,2"] + files))
    #expect(lines["top 2"] != nil)
    #expect(lines["top 7"] != nil)
    #expect(lines["top 5"] == nil)
  }

  @Test(arguments: [
    "0", "a", "1,", ",1", "1,0", "-1", "1 2", "1.5", "99999999999999999999",
    " ", "",
  ])
  func invalidTopK(_ list: String) throws {
    let option = list.isEmpty ? ["--top-k", ""] : ["--top-k=\(list)"]
    let run = try CommandRun(["evaluate", "a", "b"] + option)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(
      run.errors.contains(
        "'\(list)' is not a list of positive integers, such as 1,5."))
  }

  /// Ignored rows are NaN here.
  @Test(arguments: [-100, -1, 4, 77])
  func ignoreIndex(_ index: Int) throws {
    let fixture = try fixture()
    let folder = try TemporaryFolder()
    var rows = Textbook.rows(fixture.logits, fixture.classes)
    var targets = fixture.targets
    for row in targets.indices where row % 3 == 1 || targets[row] == index {
      rows[row] = rows[row].map { _ in .nan }
      targets[row] = index
    }
    let kept = targets.indices.filter { targets[$0] != index }
    let ignored = targets.count - kept.count
    let files = [
      try folder.write(
        "x.npy", "<f8", [fixture.samples, fixture.classes],
        rows.flatMap(\.self)),
      try folder.write("y.npy", "<i8", [fixture.samples], targets),
    ]
    let option = ["--ignore-index", "\(index)"]
    let figures = try Figures("evaluate", files + option)
    #expect(
      try Figures("evaluate", ["--ignore-index=\(index)"] + files).exact
        == figures.exact)
    let losses = kept.map { fixture.losses[$0] }
    let right = kept.count { fixture.ranks[$0] == 0 }
    func mean(_ values: [Double]) -> Double {
      Textbook.mean(kept.map { values[$0] })
    }
    figures.expect([
      "samples": ([Double(kept.count)], 0),
      "ignoredSamples": ([Double(ignored)], 0),
      "loss": ([Textbook.mean(losses)], tolerance),
      "lossStandardError": ([Textbook.standardError(losses)], tolerance),
      "accuracy": ([Double(right) / Double(kept.count)], 0),
      "meanEntropy": ([mean(fixture.entropies)], tolerance),
      "brier": ([mean(fixture.briers)], tolerance),
    ])
    let lines = TextLines(try output(["evaluate"] + files + option))
    #expect(lines["ignored"] == "\(ignored)")
    #expect(lines["samples"] == "\(kept.count)")
  }

  @Test func allIgnored() throws {
    let folder = try TemporaryFolder()
    let files = [
      try folder.write("x.npy", "<f8", [2, 2], [1.0, 2, 3, 4]),
      try folder.write("y.npy", "<i2", [2], [-100, -100] as [Int16]),
    ]
    let figures = try Figures("evaluate", files + ["--ignore-index", "-100"])
    #expect(figures["samples"] == 0)
    #expect(figures["ignoredSamples"] == 2)
    #expect(figures["nonFiniteSamples"] == 0)
    let counts: Set = [
      "samples", "ignoredSamples", "nonFiniteSamples", "classes",
    ]
    for key in figures.keys.subtracting(counts) {
      let values = figures.interval(key) + [figures[key]]
      #expect(values.allSatisfy { $0.isNaN }, "\(key)")
    }
  }

  @Test func nothingIsIgnoredUnlessAsked() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [2, 2], [1.0, 2, 3, 4])
    let labels = try folder.write("y.npy", "<i2", [2], [1, -100] as [Int16])
    let run = try CommandRun(["evaluate", logits, labels])
    #expect(run.status == 1)
    #expect(
      run.errors.contains(
        "y.npy: row 1: label -100 is not a class from 0 to 1; "
          + "--ignore-index -100 leaves such samples out"))
  }

  /// Loss and standard error with all options, and the figures they do not affect.
  @Test(arguments: [0, 0.125, 1], [0.5, 1, 3])
  func smoothingAndTemperature(
    _ smoothing: Double, _ temperature: Double
  ) throws {
    let fixture = try fixture()
    let folder = try TemporaryFolder()
    let files = try fixture.write(to: folder)
    // Multiples of 1/4, which are exact in Float, including 0.
    let weights = (0..<fixture.classes).map { Double($0) / 4 }
    let options = [
      "--label-smoothing", "\(smoothing)", "--temperature", "\(temperature)",
    ]
    let logs = Textbook.rows(fixture.logits, fixture.classes).map {
      Textbook.logSoftmax($0, temperature: temperature)
    }
    let share = smoothing / Double(fixture.classes)
    func check(_ weights: [Double], _ figures: Figures) {
      let losses = zip(logs, fixture.targets).map { log, target in
        let all = zip(weights, log).reduce(0) { $0 - $1.0 * $1.1 }
        return -(1 - smoothing) * weights[target] * log[target] + share * all
      }
      let ofSamples = fixture.targets.map { weights[$0] }
      let sum = ofSamples.reduce(0, +)
      let loss = losses.reduce(0, +) / sum
      // The standard error of a ratio of sums (Cochran 1977, 6.4).
      let n = Double(fixture.samples)
      let squares = zip(losses, ofSamples).reduce(0) {
        $0 + ($1.0 - loss * $1.1) * ($1.0 - loss * $1.1)
      }
      let error = (n / (n - 1) * squares).squareRoot() / sum
      let entropies = logs.map { $0.reduce(0) { $0 - exp($1) * $1 } }
      figures.expect([
        "loss": ([loss], tolerance * (1 + loss)),
        "lossStandardError": ([error], 100 * tolerance),
        "meanEntropy": ([Textbook.mean(entropies)], tolerance),
        "accuracy": ([fixture.accuracy], 1e-15),
      ])
    }
    check(weights.map { _ in 1 }, try Figures("evaluate", files + options))
    let double = try folder.write("w8.npy", "<f8", [10], weights)
    let float = try folder.write("w4.npy", "<f4", [10], weights.map(Float.init))
    for path in [double, float] {
      check(
        weights,
        try Figures("evaluate", files + options + ["--class-weights", path]))
    }
  }

  @Test func invalidClassWeights() throws {
    let folder = try TemporaryFolder()
    let files = try fixture().write(to: folder)
    let ones = [Double](repeating: 1, count: 10)
    func refuse(_ path: String, _ message: String) throws {
      try expectFailure(
        ["evaluate"] + files + ["--class-weights", path], message)
    }
    for shape in [[9], [1, 10]] {
      let path = try folder.write("shape.npy", "<f8", shape, ones)
      try refuse(path, "\(path): class weights have shape \(shape), not [10]")
    }
    let integers = try folder.write("i.npy", "<i8", [10], ones.map(Int.init))
    try refuse(
      integers,
      "\(integers): class weights have type '<i8', not '<f4' or '<f8'")
    let missing = folder.path("none.npy")
    try refuse(
      missing, "\(missing): cannot be opened: No such file or directory")
    for (value, shown) in [
      (-.infinity, "-inf"), (.nan, "nan"), (.infinity, "inf"), (1e39, "1e+39"),
    ] {
      var weights = ones
      weights[3] = value
      let path = try folder.write("w.npy", "<f8", [10], weights)
      try refuse(path, "class weights: element 3 is \(shown)")
    }
  }

  @Test func optionsOutOfRange() throws {
    let folder = try TemporaryFolder()
    let files = try fixture().write(to: folder)
    for (option, range, values) in [
      (
        "--label-smoothing", "label smoothing must be from 0 to 1",
        [("-0.5", "-0.5"), ("1.5", "1.5"), ("nan", "nan"), ("inf", "inf")]
      ),
      (
        "--temperature", "temperature must be from 1e-15 to 1e15",
        [("0", "0.0"), ("-1", "-1.0"), ("nan", "nan"), ("1e300", "1e+300")]
      ),
    ] {
      for (value, shown) in values {
        try expectFailure(
          ["evaluate"] + files + ["\(option)=\(value)"],
          "\(range), not \(shown)")
      }
    }
    let run = try CommandRun(["evaluate", "--temperature", "warm"] + files)
    #expect(run.status == 64)
  }
}
