import Foundation
import TestSupport
import Testing

/// What every subcommand says of files that are broken, and of itself.
@Suite struct RefusalTests {
  /// Each is wrong in a way of its own; the message has these words.
  private func broken(
    in folder: borrowing TemporaryFolder
  ) throws -> [(path: String, words: String)] {
    let floats = [Float](repeating: 1, count: 6)
    func tensors(_ name: String, _ header: String, _ count: Int) throws
      -> String
    {
      try folder.write(
        "\(name).safetensors",
        bytes: safetensors(header) + [UInt8](repeating: 0, count: count))
    }
    func header(_ shape: String, _ end: Int, type: String = "F32") -> String {
      #"{"x":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(end)]}}"#
    }
    let huge = UInt64.max.description
    return [
      (try folder.write("empty.npy", bytes: []), "is not an NPY file"),
      (
        try folder.write("magic.npy", bytes: [0x93] + Array("NUMPY".utf8)),
        "is not an NPY file"
      ),
      (try folder.write("cut.npy", "<f4", [3, 3], floats), "is truncated"),
      (
        try folder.write("many.npy", "<f4", [.max, 2], floats),
        "a shape that overflows"
      ),
      (
        try folder.write("swapped.npy", ">f4", [2, 3], floats),
        "'>f4', which is not supported"
      ),
      (
        try folder.write("text.npy", "'", [2, 3], floats),
        "a header that cannot be understood"
      ),
      (
        try folder.write("f.npy", "<f4", [2, 3], floats, fortran: true),
        "Fortran order"
      ),
      (
        try folder.write("short.safetensors", bytes: [1, 2]),
        "is not a safetensors file"
      ),
      (
        try folder.write(
          "claim.safetensors", bytes: [UInt8](repeating: 255, count: 9)),
        "a header of \(huge) bytes"
      ),
      (try tensors("cut", header("[2,3]", 24), 23), "is truncated"),
      (try tensors("more", header("[2,3]", 24), 25), "1 bytes of no tensor"),
      (try tensors("few", header("[2,3]", 20), 20), "20 bytes instead of 24"),
      (try tensors("json", #"{"x":"#, 0), "header"),
      (try tensors("none", "{}", 0), "has no tensors"),
      (
        try tensors("type", header("[2,3]", 6, type: "F8_E4M3"), 6),
        "'F8_E4M3', which is not supported"
      ),
      (
        try tensors("large", header("[\(huge)]", 4), 4), "too large"
      ),
    ]
  }

  @Test func brokenFilesAreRefusedInOneLine() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write(
      "good.npy", "<f4", [2, 3], [Float](repeating: 1, count: 6))
    let labels = try folder.write("y.npy", "|u1", [2], [0, 1] as [UInt8])
    let output = folder.path("out.npy")
    for (index, (path, words)) in try broken(in: folder).enumerated() {
      let places = [
        ["evaluate", logits, path], ["evaluate", logits, path, labels],
        ["evaluate", logits, labels, "--class-weights", path],
        ["compare", path, logits], ["compare", logits, path],
        ["compare", logits, logits, path], ["softmax", path, output],
      ]
      // All places read files alike: one by one, they see all that is wrong.
      for arguments in [
        ["evaluate", path, labels], places[index % places.count],
      ] {
        let run = try CommandRun(arguments)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("Error: \(path): "))
        #expect(run.errors.contains(words), "\(words)")
        #expect(run.errors.split(whereSeparator: \.isNewline).count == 1)
      }
    }
    #expect(!(try folder.names).contains("out.npy"))
  }

  @Test(arguments: [
    (
      "evaluate",
      [
        "--tensor", "--labels-tensor", "--ignore-index", "--class-weights",
        "--label-smoothing", "--temperature", "--top-k", "--per-sample",
        "--report", "--backend", "--threads", "--json", "LOGITS ... LABELS",
      ]
    ),
    (
      "compare",
      [
        "<base>", "<other>", "<labels>", "--tensor", "--other-tensor",
        "--labels-tensor", "--ignore-index", "--backend", "--threads", "--json",
      ]
    ),
    ("softmax", ["<input>", "<output>", "--tensor", "--backend", "--threads"]),
    ("info", []),
  ])
  func helpNamesTheOptions(_ command: String, _ options: [String]) throws {
    for arguments in [[command, "--help"], ["help", command]] {
      let help = try CommandRun(arguments)
      #expect(help.status == 0)
      #expect(help.errors == "")
      #expect(help.output.contains("USAGE: logits \(command)"))
      for option in options + ["--help", "--version"] {
        #expect(help.output.contains(option), "\(option)")
      }
      let found = help.output.matches(of: /\n  (--[a-z-]+)/).map {
        String($0.1)
      }
      #expect(Set(found).subtracting(options + ["--help", "--version"]) == [])
    }
    let all = try CommandRun("--help")
    #expect(all.output.contains("\n  \(command) "))
  }
}
