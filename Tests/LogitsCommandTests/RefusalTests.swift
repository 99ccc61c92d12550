import Foundation
import TestSupport
import Testing

/// Invalid files and help texts of every subcommand.
@Suite struct RefusalTests {
  /// Each file is invalid in its own way, and the message has these words.
  private func invalidFiles(
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
        "unsupported type '>f4'"
      ),
      (
        try folder.write("text.npy", "'", [2, 3], floats),
        "an invalid header"
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
      (
        try tensors("more", header("[2,3]", 24), 25),
        "1 bytes after its last tensor"
      ),
      (try tensors("few", header("[2,3]", 20), 20), "20 bytes instead of 24"),
      (try tensors("json", #"{"x":"#, 0), "header"),
      (try tensors("none", "{}", 0), "has no tensors"),
      (
        try tensors("type", header("[2,3]", 6, type: "F8_E4M3"), 6),
        "unsupported type 'F8_E4M3'"
      ),
      (
        try tensors("large", header("[\(huge)]", 4), 4), "too large"
      ),
    ]
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
      let help = try output(arguments)
      #expect(help.contains("USAGE: logits \(command)"))
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
