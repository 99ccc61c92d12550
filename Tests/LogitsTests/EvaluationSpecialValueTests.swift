import Foundation
import Logits
import TestSupport
import Testing

/// Evaluations of rows with NaN, infinities and equal logits, of samples that
/// are ignored, and of arguments that do not fit.
@Suite struct EvaluationSpecialValueTests {
  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 33, 100])
  func nanAndInfinities(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let good = Batch<Scalar>(samples: 5, classes: classes, in: -3...3).rows
      let targets = [0, classes - 1, classes / 2, 0, classes - 1]
      let options = CrossEntropy(temperature: 0.5)
      func evaluations(_ rows: [[Scalar]]) throws -> [SampleEvaluation] {
        try options.evaluate(
          rows.flatMap(\.self), .rows(of: classes), targets: targets,
          execution: table)
      }
      let expected = try evaluations(good).map(\.bits)
      var nan = good[2]
      nan[classes / 3] = .nan
      var largest = good[2]
      largest[classes / 3] = .infinity
      var both = largest
      both[classes - 1] = .nan
      let least = [Scalar](repeating: -.infinity, count: classes)
      for (row, logSumExp) in [
        (nan, Double.nan), (both, .nan), (largest, .infinity),
        (least, -.infinity), ([Scalar](repeating: .nan, count: classes), .nan),
      ] {
        var rows = good
        rows[2] = row
        let found = try evaluations(rows)
        let sample = found[2]
        let doubles = [
          sample.loss, sample.confidence, sample.entropy, sample.brier,
        ]
        #expect(doubles.allSatisfy { $0.isNaN }, "\(sample)")
        #expect(sample.isNonFinite)
        #expect(!sample.isCorrect)
        #expect(!sample.isAmongTop(classes))
        #expect(sample.weight == 1)
        let isSame = sample.logSumExp == logSumExp
        #expect(logSumExp.isNaN ? sample.logSumExp.isNaN : isSame)
        #expect(sample.rank == Oracle.rank(row, target: targets[2]))
        #expect(Oracle.rank(row, target: sample.prediction) == 0)
        for i in [0, 1, 3, 4] { #expect(found[i].bits == expected[i]) }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables)
  func negativeInfinityBesideNumbersIsAbsent(_ table: Execution) throws {
    let row: [Double] = [-.infinity, 1, 2, -.infinity, 3]
    let short = try CrossEntropy().evaluate(
      [1, 2, 3] as [Double], .oneRow, targets: [1], execution: table)[0]
    let long = try CrossEntropy().evaluate(
      row, .oneRow, targets: [2], execution: table)
    #expect(abs(long[0].loss - short.loss) <= 4 * .ulpOfOne)
    #expect(abs(long[0].entropy - short.entropy) <= 4 * .ulpOfOne)
    #expect(abs(long[0].brier - short.brier) <= 4 * .ulpOfOne)
    #expect(long[0].rank == 1)
    #expect(!long[0].isNonFinite)
    let absent = try CrossEntropy().evaluate(
      row, .oneRow, targets: [3], execution: table)[0]
    #expect(absent.loss == .infinity)
    #expect(absent.rank == 4)
    #expect(!absent.isNonFinite)
    #expect(absent.prediction == 4)
    #expect(1...2 ~= absent.brier)
  }

  @Test(arguments: Execution.tables)
  func infinitiesAreNumbersUnderASoftcap(_ table: Execution) throws {
    let options = CrossEntropy(softcap: 2)
    let found = try options.evaluate(
      [.infinity, -.infinity] as [Float], .oneRow, targets: [1],
      execution: table)[0]
    // z is 2 and −2.
    #expect(abs(found.loss - 4.018_149_927_917_81) < 1e-6)
    #expect(abs(found.logSumExp - 2.018_149_927_917_81) < 1e-6)
    #expect(found.rank == 1)
    #expect(!found.isNonFinite)
  }

  /// Rows of few different elements, each class the target.
  @Test(arguments: Execution.tables, [1, 2, 7, 15, 16, 17, 33, 130])
  func ranks(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let elements: [Scalar] = [0, -0.0, 1, 2, .infinity, -.infinity, .nan]
      var generator = SeededGenerator(seed: 11)
      for kinds in [1, 2, 4, 6, 7] {
        let row = (0..<classes).map { _ in
          elements[Int.random(in: 0..<kinds, using: &generator)]
        }
        let batch = Batch<Scalar>(samples: classes, classes: classes, gap: 1) {
          row[$1]
        }
        let prediction = try argmax(row, .oneRow, execution: table)[0]
        let isNonFinite =
          row.contains { $0.isNaN || $0 == .infinity }
          || row.allSatisfy { $0 == -.infinity }
        let found = try batch.read {
          try CrossEntropy().evaluate(
            $0, batch.shape.layout, targets: Array(0..<classes),
            execution: table)
        }
        for (target, sample) in found.enumerated() {
          #expect(sample.rank == Oracle.rank(row, target: target))
          #expect(sample.prediction == prediction)
          #expect(sample.isNonFinite == isNonFinite)
          #expect(
            sample.isCorrect == (prediction == target && !isNonFinite))
          #expect(sample.isAmongTop(3) == (sample.rank < 3 && !isNonFinite))
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Their rows are in memory that may not be touched.
  @Test(arguments: Execution.tables)
  func ignoredSamplesAreNotRead(_ table: Execution) throws {
    let page = Int(getpagesize())
    let classes = page / MemoryLayout<Float>.stride
    let memory = try #require(
      mmap(
        nil, 6 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
        -1, 0))
    defer { munmap(memory, 6 * page) }
    let targets = [-1, 3, -1, -1, 7, -1]
    let start = memory.bindMemory(to: Float.self, capacity: 6 * classes)
    for i in 0..<6 * classes { start[i] = Float(i % 11) }
    for (i, target) in targets.enumerated() where target < 0 {
      #expect(mprotect(memory + i * page, page, PROT_NONE) == 0)
    }
    let found = try CrossEntropy(ignoreIndex: -1).evaluate(
      UnsafeBufferPointer(start: start, count: 6 * classes), .rows(of: classes),
      targets: targets, execution: table)
    for (sample, target) in zip(found, targets) {
      #expect(sample.isIgnored == (target < 0))
      if target < 0 {
        #expect(sample.bits == SampleEvaluation.ignored.bits)
        #expect(!sample.isNonFinite)
        #expect(!sample.isAmongTop(classes))
      } else {
        #expect(sample.loss.isFinite)
      }
    }
  }
}
