import Foundation
import TestSupport
import Testing

/// The names of classes in a report, and the files that `info` shows.
@Suite struct ClassNamesTests {
  @Test func namesInTheReport() throws {
    let folder = try TemporaryFolder()
    let files = [
      try folder.write("x.npy", "<f8", [3, 3], [1.0, 0, 5, 0, 2, 0, 9, 1, 0]),
      try folder.write("y.npy", "|u1", [3], [0, 1, 0] as [UInt8]),
    ]
    let page = folder.path("page.html")
    func names(_ text: String) throws -> [String] {
      let path = try folder.write("names.txt", bytes: Array(text.utf8))
      return ["evaluate", "--report", page, "--class-names", path] + files
    }
    for end in ["", "\n", "\r\n"] {
      _ = try output(names("cat\n</script>\n\"dog\"" + end))
      let html = String(decoding: try contents(of: page), as: UTF8.self)
      #expect(
        html.contains(
          "<td class=\"name\">0 cat</td>"
            + "<td class=\"name\">2 &quot;dog&quot;</td>"))
      #expect(
        html.contains(
          "<th scope=\"row\" class=\"name\">1 &lt;/script&gt;</th>"))
      let data = try #require(
        html.firstMatch(of: #/id="class-data">([^<]*)<\/script>/#))
      struct Columns: Decodable { let names: [String] }
      let columns = try JSONDecoder().decode(
        Columns.self, from: Data(data.1.utf8))
      // The last class has no samples.
      #expect(columns.names == ["cat", "</script>"])
      #expect(html.contains("<p class=\"note\">2 &quot;dog&quot;</p>"))
    }
    for (text, count) in [("", 0), ("a\nb", 2), ("a\nb\nc\nd\n", 4)] {
      let path = folder.path("names.txt")
      try expectFailure(
        names(text), "\(path): has \(count) lines for the names of 3 classes")
    }
    let run = try CommandRun(
      ["evaluate", "--class-names", "names.txt"] + files)
    #expect(run.status == 64)
  }

  @Test func filesInOrder() throws {
    let folder = try TemporaryFolder()
    for (name, rows) in [("x_10", 2), ("x_2", 1), ("x_3", 0)] {
      _ = try folder.write(
        "\(name).safetensors", "F32",
        [("x", [rows, 3], [Float](repeating: 0, count: rows * 3))])
    }
    let text = try output(["info", folder.path("")])
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "  ", omittingEmptySubsequences: true).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(
      lines.map { $0.last } == [
        "[3, 3]", "float32", "row 0", "no rows", "rows 1 to 2",
      ])
    #expect(
      lines.dropFirst(2).map { $0[0].suffix(16).filter(\.isNumber) } == [
        "2", "3", "10",
      ])
    try expectFailure(
      ["info", folder.path("none")],
      containing: "none: cannot be opened: No such file or directory")
  }
}
