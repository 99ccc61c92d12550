import Foundation
import TestSupport
import Testing

/// Invalid files and help texts of every subcommand.
@Suite struct RefusalTests {
  /// Each file is invalid in its own way, and the message has these words.
  private func invalidFiles(
    in folder: borrowing TemporaryFolder
  ) throws -> [(path: String, words: String)] {
    var files: [(path: String, words: String)] = []
    func npy(_ words: String, _ type: String, _ shape: [Int]) throws {
      let path = try folder.write(
        "\(files.count).npy", type, shape, [Float](repeating: 1, count: 6))
      files.append((path, words))
    }
    func bytes(_ words: String, _ type: String, _ bytes: [UInt8]) throws {
      let path = try folder.write("\(files.count).\(type)", bytes: bytes)
      files.append((path, words))
    }
    func tensors(_ words: String, _ header: String, _ count: Int) throws {
      try bytes(
        words, "safetensors",
        safetensors(header) + [UInt8](repeating: 0, count: count))
    }
    func header(_ shape: String, _ end: Int, type: String = "F32") -> String {
      #"{"x":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(end)]}}"#
    }
    let huge = UInt64.max.description
    try bytes("is not an NPY file", "npy", [])
    try bytes("is not an NPY file", "npy", [0x93] + Array("NUMPY".utf8))
    try npy("is truncated", "<f4", [3, 3])
    try npy("a shape that overflows", "<f4", [.max, 2])
    try npy("unsupported type '>f3'", ">f3", [2, 3])
    try npy("an invalid header", "'", [2, 3])
    try npy("has text", "<U1", [2, 3])
    try bytes("is not a safetensors file", "safetensors", [1, 2])
    try bytes(
      "a header of \(huge) bytes", "safetensors",
      [UInt8](repeating: 255, count: 9))
    try tensors("is truncated", header("[2,3]", 24), 23)
    try tensors("1 bytes after its last tensor", header("[2,3]", 24), 25)
    try tensors("20 bytes instead of 24", header("[2,3]", 20), 20)
    try tensors("header", #"{"x":"#, 0)
    try tensors("has no tensors", "{}", 0)
    try tensors(
      "unsupported type 'F8_E8M0'", header("[2,3]", 6, type: "F8_E8M0"), 6)
    try tensors("too large", header("[\(huge)]", 4), 4)
    return files
  }

  @Test func invalidFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write(
      "good.npy", "<f4", [2, 3], [Float](repeating: 1, count: 6))
    let labels = try folder.write("y.npy", "|u1", [2], [0, 1] as [UInt8])
    let output = folder.path("out.npy")
    for (index, (path, words)) in try invalidFiles(in: folder).enumerated() {
      let places = [
        ["evaluate", logits, path], ["evaluate", logits, path, labels],
        ["evaluate", logits, labels, "--class-weights", path],
        ["compare", path, logits], ["compare", logits, path],
        ["compare", logits, logits, path], ["softmax", path, output],
      ]
      // All read files in the same way, so each file is tried in one place only.
      for arguments in [
        ["evaluate", path, labels], places[index % places.count],
      ] {
        let message = try failure(arguments)
        #expect(message.hasPrefix("Error: \(path): "))
        #expect(message.contains(words), "\(words)")
      }
    }
    #expect(!(try folder.names).contains("out.npy"))
  }

  @Test(arguments: [
    (
      "evaluate",
      [
        "--tensor", "--labels-tensor", "--ignore-index", "--shift",
        "--class-axis", "--classes", "--input", "--class-weights",
        "--label-smoothing", "--temperature", "--top-k", "--bins",
        "--class-wise-calibration",
        "--fit-temperature", "--fit-on", "--sequences", "--bytes",
        "--per-sample", "--top-classes", "--top-log-probabilities",
        "--per-sequence", "--report", "--class-names", "--summary", "--backend",
        "--threads", "--json",
        "LOGITS ... [LABELS]",
      ]
    ),
    (
      "head",
      [
        "--labels-tensor", "--ignore-index", "--shift", "--class-weights",
        "--label-smoothing", "--temperature", "--backend", "--threads",
        "--json", "FEATURES WEIGHT [BIAS] LABELS",
      ]
    ),
    ("merge", ["<parts>", "--json"]),
    (
      "compare",
      [
        "BASE OTHER ... [LABELS]", "--tensor", "--other-tensor",
        "--labels-tensor", "--ignore-index", "--shift", "--class-axis",
        "--classes", "--input", "--top-k", "--per-sample", "--backend",
        "--threads", "--json",
      ]
    ),
    (
      "softmax",
      [
        "<input>", "<output>", "--tensor", "--log", "--temperature", "--dtype",
        "--top-k", "--class-axis", "--classes", "--input", "--backend",
        "--threads",
      ]
    ),
    ("info", ["<files>", "--tensor"]),
  ])
  func helpNamesTheOptions(_ command: String, _ options: [String]) throws {
    for arguments in [[command, "--help"], ["help", command]] {
      let help = try output(arguments)
      #expect(help.contains("USAGE: logits \(command)"))
      // What is said of the command ends with an example.
      #expect(help.contains("\n  logits \(command) "))
      for option in options + ["--help", "--version"] {
        #expect(help.contains(option), "\(option)")
      }
      let found = help.matches(of: /\n  (--[a-z-]+)/).map {
        String($0.1)
      }
      #expect(Set(found).subtracting(options + ["--help", "--version"]) == [])
    }
    #expect(try output(["--help"]).contains("\n  \(command) "))
  }
}
