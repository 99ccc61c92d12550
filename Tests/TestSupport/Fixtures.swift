import Foundation

/// What other programs computed: the files in Tests/Fixtures.
package enum Fixtures {
  package static func read<Value: Decodable>(
    _ path: String, _: Value.Type
  ) throws -> Value {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/\(path)")
    return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
  }
}
