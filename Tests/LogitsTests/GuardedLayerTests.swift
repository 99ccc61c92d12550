import Logits
import TestSupport
import Testing

/// Linear layers and their losses on memory that ends or begins at an unreadable
/// page, as `GuardedMemoryTests` has it for rows.
@Suite struct GuardedLayerTests {
  /// Sizes around those of vectors and tiles.
  static let shapes =
    [
      (1, 1, 1), (2, 3, 5), (5, 1, 6), (7, 17, 16), (6, 16, 17), (13, 65, 10),
      (97, 33, 64), (3, 257, 129), (19, 7, 1025), (70, 70, 70),
    ].map { LinearShape(samples: $0, features: $1, classes: $2) }
    + (Soak.isOn ? soakShapes : [])

  private static let soakShapes = (1...40).flatMap { classes in
    (1...20).map {
      LinearShape(samples: classes % 9 + 1, features: $0, classes: classes)
    }
  }

  @Test(arguments: Execution.tables)
  func atAnUnreadablePage(_ table: Execution) throws {
    for shape in Self.shapes {
      let places = [BufferPlace.beforePage(gap: 0), .afterPage(gap: 0)]
      try check(LayerOperations<Float>.allVaried, shape, places, table)
      try check(LayerOperations<Double>.allVaried, shape, places, table)
    }
  }

  @Test(arguments: Execution.tables)
  func anyAlignment(_ table: Execution) throws {
    let shape = LinearShape(samples: 13, features: 21, classes: 35)
    try check(
      LayerOperations<Float>.allVaried, shape,
      (1..<16).map { .afterPage(gap: $0) }, table)
    try check(
      LayerOperations<Double>.allVaried, shape,
      (1..<8).map { .afterPage(gap: $0) }, table)
  }

  private func check<Scalar: TestScalar>(
    _ operations: [LayerOperations<Scalar>.Layer], _ shape: LinearShape,
    _ places: [BufferPlace], _ table: Execution
  ) throws {
    try expectTheSame(
      operations, LayerMemory(shape),
      places.map { ("\(shape), \($0)", try LayerMemory(shape, $0)) }, table)
  }
}
