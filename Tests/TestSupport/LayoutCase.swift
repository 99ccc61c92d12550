import Logits

/// A case of ``LayoutFixture`` in one type of numbers and in one layout.
package struct LayoutCase<Logit: TestLogit> {
  package let fixture: LayoutFixture
  package let layout: Layout
  package let logits: [Logit]
  package let others: [Logit]

  fileprivate init(_ fixture: LayoutFixture, _ layout: Layout) {
    self.fixture = fixture
    self.layout = layout
    func numbers(_ numbers: [Double]) -> [Logit] {
      numbers.map { Logit(nearest: Logit.Scalar($0)) }
    }
    logits = numbers(fixture.logits)
    others = numbers(fixture.others ?? [])
  }

  /// Room for results.
  package var blank: LayoutResults<Logit> {
    LayoutResults(
      rows: logits.map { _ in Logit(nearest: .nan) },
      numbers: (fixture.numbers ?? []).map { _ in .nan })
  }

  fileprivate func problems(_ found: LayoutResults<Logit>) -> [String] {
    let accuracy = Logit.Scalar.self == Double.self ? 2e-14 : 2e-6
    let scale = fixture.scale
    let (numbers, rows) = (fixture.numbers ?? [], fixture.rows ?? [])
    return differences(found.numbers, numbers) {
      accuracy * (scale.numbers + abs(numbers[$0]))
    }
      + (fixture.rows == nil
        ? []
        : differences(found.rows, rows) {
          accuracy * (scale.rows + abs(rows[$0]))
        })
  }
}

/// What a function gives: an element for each logit, numbers of samples or a
/// loss.
package struct LayoutResults<Logit: TestLogit> {
  package var rows: [Logit]
  package var numbers: [Double]

  package init(rows: [Logit], numbers: [Double]) {
    self.rows = rows
    self.numbers = numbers
  }
}

/// An interface of the library that computes what fixtures are of.
package protocol LayoutDoor {
  func results<Logit: TestLogit>(
    of layoutCase: LayoutCase<Logit>
  ) throws -> LayoutResults<Logit>
}

extension LayoutDoor {
  /// What is wrong with the results of fixtures, as every type that holds their
  /// logits exactly.
  package func problems(_ fixtures: [LayoutFixture]) throws -> [String] {
    var problems: [String] = []
    for (index, fixture) in fixtures.enumerated() {
      func check<Logit: TestLogit>(_: Logit.Type, _ layout: Layout) throws {
        let layoutCase = LayoutCase<Logit>(fixture, layout)
        problems += try layoutCase.problems(results(of: layoutCase)).map {
          "case \(index), \(fixture.function), \(Logit.self): \($0)"
        }
      }
      for type in LogitTypes.all where fixture.isHeld(by: type) {
        for layout in fixture.layouts { try check(type, layout) }
      }
    }
    return problems
  }
}
