import Foundation

/// A run of the command `logits` as a process.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The command stands beside the tests.
  private static let executable = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "logits")

  init(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // What it prints fits a pipe's buffer, so one can be read after the other.
    self.output = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(),
      as: UTF8.self)
    self.errors = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(),
      as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  init(_ arguments: String...) throws {
    try self.init(arguments)
  }
}

/// A folder that a test writes into, and what lies in it.
struct TemporaryFolder: ~Copyable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "swift-logits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path) }
  }

  /// Writes an NPY file, and returns its path.
  ///
  /// Zero bytes behind the elements take no room on the disk.
  func write<Element: BitwiseCopyable>(
    _ name: String, _ type: String, _ shape: [Int], _ elements: [Element],
    fortran: Bool = false, padding: Int = 0, zeroBytes: Int = 0
  ) throws -> String {
    let extents = shape.map { "\($0)," }.joined()
    let header =
      "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), "
      + "'shape': (\(extents))}" + String(repeating: " ", count: padding)
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    data.append(UInt8(header.utf8.count))
    data.append(0)
    data.append(contentsOf: header.utf8)
    elements.withUnsafeBytes { data.append(contentsOf: $0) }
    try data.write(to: URL(filePath: path(name)))
    if zeroBytes > 0 {
      let file = try FileHandle(forWritingTo: URL(filePath: path(name)))
      try file.truncate(atOffset: UInt64(data.count + zeroBytes))
      try file.close()
    }
    return path(name)
  }
}

/// The digits that the project ships.
enum Digits {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../Fixtures/Digits")

  static let logits = folder.appending(path: "logits.npy").path
  static let labels = folder.appending(path: "labels.npy").path

  struct Expected: Decodable {
    let loss: Double
    let perplexity: Double
    let accuracy: Double
  }

  static func expected() throws -> Expected {
    try JSONDecoder().decode(
      Expected.self,
      from: Data(contentsOf: folder.appending(path: "expected.json")))
  }
}
