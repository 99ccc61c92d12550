import Foundation
import Logits
import TestSupport
import Testing

/// The table of UndefinedCases.md, row by row: what it says of this library is
/// computed, and what it says of PyTorch compared with PyTorch's figures.
@Suite struct UndefinedCasesTests {
  static let cases =
    UndefinedCase.nothingCounts + UndefinedCase.infinitiesAndNaN
    + UndefinedCase.targetsAndWeights + UndefinedCase.hugeAndEqual
    + UndefinedCase.functions + UndefinedCase.givenProbabilities
    + UndefinedCase.arguments

  @Test(arguments: Execution.tables)
  func answers(_ table: Execution) {
    for undefined in Self.cases {
      let (call, expected) = (undefined.call, undefined.answer)
      #expect(call.answer(Double.self, table) == expected, "\(undefined.name)")
      #expect(call.answer(Float.self, table) == expected, "\(undefined.name)")
    }
  }

  @Test func pyTorch() throws {
    let fixture = try Fixtures.read(
      "PyTorch/undefined.json", UndefinedFixture.self)
    var compared = 0
    for undefined in Self.cases {
      let name: String?
      let expected: String
      switch undefined.pyTorch {
      case .nothing: continue
      case .same(let file): (name, expected) = (file, undefined.answer)
      case .other(let words, let file): (name, expected) = (file, words)
      }
      guard let name else { continue }
      #expect(
        fixture.answer(name, undefined.call) == expected, "\(undefined.name)")
      compared += 1
    }
    #expect(compared > 50)
  }

  @Test func theArticleSaysTheSame() throws {
    let article = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Logits/Logits.docc/UndefinedCases.md")
    let rows = try String(contentsOf: article, encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("|") }
      .map { row in
        row.split(separator: "|").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
      }
    #expect(rows.first == ["case", "this library", "PyTorch 2.13"])
    let found = rows.dropFirst(2)
    #expect(found.map { $0[0] } == Self.cases.map(\.name))
    for (row, undefined) in zip(found, Self.cases) {
      #expect(row == undefined.columns)
    }
    #expect(Set(Self.cases.map(\.name)).count == Self.cases.count)
  }
}
