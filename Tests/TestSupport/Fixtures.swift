import Foundation

/// What other programs computed: the files in Tests/Fixtures.
package enum Fixtures {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../Fixtures")

  package static func path(_ name: String) -> String {
    folder.appending(path: name).path
  }

  package static func read<Value: Decodable>(
    _ name: String, _: Value.Type
  ) throws -> Value {
    try JSONDecoder().decode(
      Value.self, from: Data(contentsOf: URL(filePath: path(name))))
  }
}
