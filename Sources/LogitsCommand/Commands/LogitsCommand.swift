import ArgumentParser
import ArrayFiles
import Logits

/// The command `logits`.
@main
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Compute softmax and cross-entropy of stored logits.",
    version: logitsVersion,
    subcommands: [
      EvaluateCommand.self, HeadCommand.self, MergeCommand.self,
      CompareCommand.self, SoftmaxCommand.self, InfoCommand.self,
    ])

  static func main() {
    SignalHandlers.install()
    main(nil)
  }
}
