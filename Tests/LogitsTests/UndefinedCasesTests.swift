import Foundation
import Logits
import TestSupport
import Testing

/// The table of UndefinedCases.md, row by row: what it says about this library is
/// computed, and what it says about PyTorch compared with PyTorch's figures.
@Suite struct UndefinedCasesTests {
  static let cases =
    UndefinedCase.nothingCounts + UndefinedCase.infinitiesAndNaN
    + UndefinedCase.targetsAndWeights + UndefinedCase.hugeAndEqual
    + UndefinedCase.functions + UndefinedCase.givenProbabilities
    + UndefinedCase.arguments

  /// The cells of the table, without its head.
  private let rows: [[String]]

  init() throws {
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
    self.rows = Array(rows.dropFirst(2))
  }

  @Test func everyRowIsACase() {
    #expect(rows.map { $0[0] } == Self.cases.map(\.name))
    #expect(rows.allSatisfy { $0.count == 3 })
    #expect(Set(Self.cases.map(\.name)).count == Self.cases.count)
  }

  @Test(arguments: Execution.tables)
  func answers(_ table: Execution) {
    for (row, undefined) in zip(rows, Self.cases) {
      let call = undefined.call
      #expect(call.answer(Double.self, table) == row[1], "\(undefined.name)")
      #expect(call.answer(Float.self, table) == row[1], "\(undefined.name)")
    }
  }

  @Test func pyTorch() throws {
    let fixture = try Fixtures.read(
      "PyTorch/undefined.json", UndefinedFixture.self)
    var compared = 0
    for (row, undefined) in zip(rows, Self.cases) {
      var (expected, file) = (row[2], nil as String?)
      switch undefined.pyTorch {
      case .nothing: #expect(row[2] == "—", "\(undefined.name)")
      case .same(let name):
        #expect(row[2] == "the same", "\(undefined.name)")
        (expected, file) = (row[1], name)
      case .other(let name):
        #expect(!["—", "the same"].contains(row[2]), "\(undefined.name)")
        file = name
      }
      guard let file else { continue }
      #expect(
        fixture.answer(file, undefined.call) == expected, "\(undefined.name)")
      compared += 1
    }
    #expect(compared > 50)
  }
}
