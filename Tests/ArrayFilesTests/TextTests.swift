import ArrayFiles
import TestSupport
import Testing

/// Numbers in text.
@Suite struct TextTests {
  private func table(
    _ text: String, _ name: String = "x.csv"
  ) throws -> (shape: [Int], values: [Double]) {
    let folder = try TemporaryFolder()
    let path = try folder.write(name, bytes: Array(text.utf8))
    let array = try StoredArray(path: path)
    return (array.shape, try array.withElements(as: Double.self) { Array($0) })
  }

  @Test(arguments: [
    "1,2.5\n-3e2,.25\n", "1,2.5\n-3e2,.25", "1 , 2.5\r\n-3e2,\t.25 \r\n\r\n",
    "1\t2.5\n-3e2\t.25\n", "1;2.5\n-3e2;.25\n", "  1   2.5\n-3e2 \t .25\n\n\n",
    "a,b\n1,2.5\n-3e2,.25\n", "# a b\n1 2.5\n-3e2 .25\n",
    "\u{feff}a;b\n1;2.5\n-3e2;.25\n", "\n1,2.5\n\n-300,+0.25\n",
  ])
  func separators(_ text: String) throws {
    for name in ["x.csv", "x.tsv", "x.txt"] {
      let table = try table(text, name)
      #expect(table.shape == [2, 2])
      #expect(table.values == [1, 2.5, -300, 0.25])
    }
  }

  @Test func columnsAndNumbers() throws {
    #expect(try table("1\n2\n3\n").shape == [3])
    #expect(try table("label\n1\n2\n").shape == [2])
    #expect(try table("1,2,3").shape == [1, 3])
    let special = try table("nan,inf,-inf,Infinity,-0.0,1e400\n").values
    #expect(special[0].isNaN)
    #expect(special[1...3] == [.infinity, -.infinity, .infinity])
    #expect(special[4].bitPattern == (-0.0).bitPattern)
    #expect(special[5] == .infinity)
    // All digits of a Double.
    let values = (1...50).map { Double($0) / 7 * 1e-20 }
    let text = values.map(\.description).joined(separator: "\n")
    #expect(try table(text).values == values)
  }

  @Test(arguments: [
    ("", "has no numbers"), ("\n\n", "has no numbers"),
    ("a,b\n", "has no numbers"),
    ("1,2\n3\n", "row 1 has 1 columns instead of 2"),
    ("1,2\n3,4,5\n", "row 1 has 3 columns instead of 2"),
    ("1,2\n3,x\n", "row 1, column 1: 'x' is not a number"),
    ("a,b\n1,2\n,4\n", "row 1, column 0: '' is not a number"),
    ("1,b\n", "row 0, column 1: 'b' is not a number"),
    ("0x10\n1\n0x1", "row 1, column 0: '0x1' is not a number"),
    ("1\n1e\n", "row 1, column 0: '1e' is not a number"),
    ("1\n1 2\n", "row 1 has 2 columns instead of 1"),
    ("1\nnan(2)\n", "row 1, column 0: 'nan(2)' is not a number"),
    ("1\n1\u{0}2\n", "row 1, column 0: '1\\u{0}2' is not a number"),
  ])
  func textThatIsInvalid(_ text: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x.csv", bytes: Array(text.utf8))
    #expect(message(try StoredArray(path: path)) == "\(path): \(reason)")
  }

  @Test func longCells() throws {
    let folder = try TemporaryFolder()
    let digits = [UInt8](repeating: UInt8(ascii: "1"), count: 1 << 20)
    let path = try folder.write("x.txt", bytes: Array("1\n".utf8) + digits)
    let reason = try #require(message(try StoredArray(path: path)))
    #expect(reason.contains("row 1, column 0: '1111"))
    #expect(reason.utf8.count < 1000)
    let huge = try folder.write("y.csv", bytes: [0x31], zeroBytes: 1 << 29)
    #expect(
      message(try StoredArray(path: huge))
        == "\(huge): has 536870913 bytes of text; the limit is 268435456: save "
        + "it with np.save")
  }
}
