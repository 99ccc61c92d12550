import Foundation
import TestSupport
import Testing

/// Every public function of Swift is there in C.
@Suite struct ListTests {
  /// What C has of each function of Swift.
  ///
  /// Of arrays that are new there is none: a caller of C brings the memory.
  private static let functions: [String: Set<String>] = [
    "softmax": ["softmax"],
    "logSoftmax": ["log_softmax"],
    "softmaxGradient": ["softmax_gradient"],
    "logSoftmaxGradient": ["log_softmax_gradient"],
    "logSumExp": ["log_sum_exp"],
    "argmax": ["argmax"],
    "klDivergence": ["kl_divergence"],
    "loss": ["cross_entropy", "partial_losses"],
    "losses": ["cross_entropy", "partial_losses"],
    "partialCrossEntropy": ["partial_cross_entropy"],
    "partialGradient": ["partial_gradient"],
    "merged": ["partial_merge"],
    "evaluate": ["evaluate"],
    "linear": ["linear"],
    "linearGradient": ["linear_gradient"],
    "linearLoss": ["linear_cross_entropy"],
    "linearLosses": ["linear_cross_entropy"],
    "vectorCount": ["summary_count"],
  ]

  /// What Swift has in another form: figures are properties.
  private static let ofCAlone: Set<String> = [
    "summary_normalize", "summary_figures", "summary_top_accuracies",
    "summary_calibration", "set_thread_count", "version", "error_message",
    "error_row", "error_value", "linear_workspace_size",
  ]

  /// What C does without a function: vectors are added by anyone, options are
  /// checked by every call, one sample is a batch.
  private static let ofSwiftAlone: Set<String> = [
    "merge", "add", "validate", "isAmongTop", "topAccuracy", "resolved",
    "hash", "encode", "rows", "planes", "withUnsafeBufferPointer",
    "withUnsafeMutableElements",
  ]

  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../Sources")

  @Test func everyFunctionOfSwift() throws {
    let folder = Self.sources.appending(path: "Logits/API")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 30)
    var names: Set<String> = []
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(
        of: /public (?:static |mutating |borrowing )*func (\w+)/)
      {
        names.insert(String(match.1))
      }
    }
    names.subtract(Self.ofSwiftAlone)
    #expect(names == Set(Self.functions.keys))
  }

  @Test func everyFunctionOfC() throws {
    let header = Self.sources.appending(path: "CLogits/include/logits.h")
    let text = try String(contentsOf: header, encoding: .utf8)
    let names = text.matches(
      of: /\n(?:int|int64_t|double|void|const char \*) ?logits_(\w+)\(/
    ).map { String($0.1) }
    #expect(names.count == Set(names).count)
    let inSwift = Self.functions.values.reduce(into: Set()) {
      $0.formUnion($1)
    }
    #expect(Set(names) == inSwift.union(Self.ofCAlone))
  }
}
