import ArgumentParser
import ArrayFiles
import Logits

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show the defaults used here, or what is read from files.",
    discussion: """
      Without files: backends, instruction sets and defaults. With files of \
      logits, or a folder: the shape and the type of the whole, and the rows of \
      each file in the order in which they are read, of the formats that evaluate \
      reads.

        logits info
        logits info shards/
        logits info both.npz --tensor logits
      """)

  @Argument(help: "Files of logits, or a folder.", completion: .file())
  var files: [String] = []

  @Option(help: "The tensor of logits, if the files have several.")
  var tensor: String?

  /// The build of OpenBLAS, or why there is none.
  private var openBLAS: String {
    do {
      _ = try Execution(backend: .openBLAS).resolved()
      return OpenBLASBuild.current?.configuration ?? "–"
    } catch {
      return error.description
    }
  }

  func run() throws {
    guard files.isEmpty else {
      let array = try ConcatenatedArray(paths: files, tensor: tensor)
      return try FileOutput.standard.write(aligned(array.lines) + "\n")
    }
    let choice = try Execution.automatic.resolved()
    let sets = InstructionSet.available.map(\.rawValue)
    let backends = Backend.available.map(\.rawValue)
    try FileOutput.standard.write(
      """
      logits            \(logitsVersion)
      backends          \(backends.joined(separator: ", "))
      OpenBLAS          \(openBLAS)
      OpenBLAS core     \(OpenBLASBuild.current?.core ?? "–")
      instruction sets  \(sets.joined(separator: ", "))
      processors        \(choice.threads ?? 1)
      chosen            \(choice.backend.rawValue), \
      \(choice.instructionSet?.rawValue ?? ""), \(choice.threads ?? 1) threads

      """)
  }
}

extension ConcatenatedArray {
  /// What the array is, and the rows of each file.
  fileprivate var lines: [TextLine] {
    [("shape", "\(shape)"), ("type", "\(elementType)")]
      + parts.map { part in
        (part.array.path, part.rows.isEmpty ? "no rows" : part.rows.text)
      }
  }
}

extension Range<Int> {
  /// Rows in words.
  fileprivate var text: String {
    count == 1
      ? "row \(lowerBound)" : "rows \(lowerBound) to \(upperBound - 1)"
  }
}
