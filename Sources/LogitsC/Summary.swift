import CLogits
import Logits

/// The summary of a C caller, whose length is that of its vector.
struct Summary {
  private let layout: SummaryLayout
  private let numbers: UnsafeMutableBufferPointer<Int64>

  init(_ summary: UnsafePointer<logits_summary>) throws {
    let fields = summary.pointee
    numbers = try structs(
      fields.vector, count: fields.count, "summary", Int64.self)
    layout = try fields.layout()
    guard numbers.count == layout.count else {
      throw LogitsError.invalidSummary(
        "\(numbers.count) instead of \(layout.count)")
    }
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(numbers) }

  /// Adds samples, and takes all carries.
  func add(_ samples: UnsafeBufferPointer<SampleEvaluation>) {
    guard let start = numbers.baseAddress else { return }
    layout.add(samples, to: start)
    layout.normalize(start)
  }

  /// Takes all carries of numbers that samples can have made.
  func normalize() throws {
    guard let start = numbers.baseAddress else { return }
    if let flaw = layout.flaw(of: start) {
      throw LogitsError.invalidSummary(flaw)
    }
    layout.normalize(start)
  }

  /// The same in Swift.
  func evaluationSummary() throws -> EvaluationSummary {
    try EvaluationSummary(
      vector: Array(numbers), topK: layout.topK, calibrationBins: layout.bins)
  }
}

extension logits_summary {
  private static let mostK: Int64 = 1 << 16
  private static let mostBins: Int64 = 1 << 16
  private static let defaultK = [1, 5]

  /// Where the numbers of the vector are.
  func layout() throws(ArgumentError) -> SummaryLayout {
    SummaryLayout(topK: try copiedTopK(), bins: try binCount())
  }

  /// The length of the vector.
  func vectorCount() throws(ArgumentError) -> Int {
    SummaryLayout.count(topK: try topKCount(), bins: try binCount())
  }

  private func binCount() throws(ArgumentError) -> Int {
    guard bins != 0 else { return 15 }
    guard 1...Self.mostBins ~= bins else { throw .bins(bins) }
    return Int(bins)
  }

  private func topKCount() throws(ArgumentError) -> Int {
    guard 0...Self.mostK ~= top_k_count else { throw .topKCount(top_k_count) }
    guard top_k == nil else { return Int(top_k_count) }
    guard top_k_count == 0 else { throw .nullPointer("top k") }
    return Self.defaultK.count
  }

  private func copiedTopK() throws(ArgumentError) -> [Int] {
    let count = try topKCount()
    guard let start = top_k else { return Self.defaultK }
    let topK = UnsafeBufferPointer(start: start, count: count)
    if let k = topK.first(where: { $0 < 1 }) { throw .topK(k) }
    return topK.map { Int($0) }
  }
}
