import ArgumentParser
import ArrayFiles
import Logits

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show backends, instruction sets and the defaults used here.")

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
